import React from 'react';
import type { BasePropertyProps } from 'adminjs';
import Moment from './Moment';

const DefaultDatetimeListProperty: React.FC<BasePropertyProps> = ({ property, record }) => (
  <Moment at={record?.params[property.path]} />
);

export default DefaultDatetimeListProperty;
