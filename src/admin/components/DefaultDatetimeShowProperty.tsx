import React from 'react';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import Field from './Field';
import Moment from './Moment';

const DefaultDatetimeShowProperty: React.FC<BasePropertyProps> = ({ property, record, resource }) => {
  const { translateProperty } = useTranslation();
  return (
    <Field where="show" label={translateProperty(property.path, resource.id)}>
      <Moment at={record?.params[property.path]} full />
    </Field>
  );
};

export default DefaultDatetimeShowProperty;
