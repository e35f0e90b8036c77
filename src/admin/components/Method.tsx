import React from 'react';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import Field from './Field';

/** What was paid with, as people know it: its brand and its last digits. */
const Method: React.FC<BasePropertyProps> = ({ where, property, record, resource }) => {
  const { translateProperty } = useTranslation();
  const said = record?.params[property.path] as string | null | undefined;
  const method = said ? (JSON.parse(said) as { type: string; brand?: string; last4?: string }) : undefined;
  return (
    <Field where={where} label={translateProperty(property.path, resource.id)}>
      {method ? [method.brand ?? method.type, method.last4 && `···· ${method.last4}`].filter(Boolean).join(' ') : '–'}
    </Field>
  );
};

export default Method;
