import React from 'react';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import Field from './Field';

const Code: React.FC<BasePropertyProps> = ({ where, property, record, resource }) => {
  const { translateProperty } = useTranslation();
  const value = record?.params[property.path];
  return (
    <Field where={where} label={translateProperty(property.path, resource.id)}>
      <code className="id">{value ?? '–'}</code>
    </Field>
  );
};

export default Code;
