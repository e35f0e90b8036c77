import React from 'react';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import Field from './Field';
import { toneOf } from './state-tone';

const StateWord: React.FC<BasePropertyProps> = ({ where, property, record, resource }) => {
  const { translateProperty } = useTranslation();
  const state = String(record?.params[property.path] ?? '–');
  return (
    <Field where={where} label={translateProperty(property.path, resource.id)}>
      <span className={`state ${toneOf(state)}`}>{state.replaceAll('_', ' ')}</span>
    </Field>
  );
};

export default StateWord;
