import React from 'react';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import Field from './Field';
import { amountText } from './amount-text';

const Amount: React.FC<BasePropertyProps> = ({ where, property, record, resource }) => {
  const { translateProperty } = useTranslation();
  const currency = record?.params[property.custom.currency as string];
  return (
    <Field where={where} label={translateProperty(property.path, resource.id)}>
      <span className="amount">{amountText(record?.params[property.path], currency)}</span>
    </Field>
  );
};

export default Amount;
