import React from 'react';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import Field from './Field';

const Json: React.FC<BasePropertyProps> = ({ where, property, record, resource }) => {
  const { translateProperty } = useTranslation();
  const value = record?.params[property.path];
  return (
    <Field where={where} label={translateProperty(property.path, resource.id)}>
      {value ? (
        <pre className="json" tabIndex={0}>
          {value}
        </pre>
      ) : (
        '–'
      )}
    </Field>
  );
};

export default Json;
