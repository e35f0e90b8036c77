import type { ResourceWithOptions } from 'adminjs';
import type { Table } from '../adapter/table.js';
import { amount, code, json, linkTo, resource, state } from './resource.js';

export const PAYMENT = {
  entity: 'Payment',
  columns: [
    'id',
    'customerId',
    'kind',
    'status',
    'minor',
    'capturedMinor',
    'refundedMinor',
    'currency',
    'description',
    'method',
    'failureCode',
    'declineCode',
    'providerId',
    'livemode',
    'createdAt',
    'capturedAt',
  ],
};

export function paymentResource(table: Table): ResourceWithOptions {
  return resource({
    table,
    area: 'payments',
    title: 'providerId',
    small: ['customerId', 'minor', 'status', 'createdAt', 'providerId'],
    sortBy: 'createdAt',
    list: ['providerId', 'customerId', 'status', 'minor', 'refundedMinor', 'createdAt'],
    show: PAYMENT.columns.filter((name) => name !== 'currency'),
    filters: ['status', 'kind', 'customerId', 'providerId', 'createdAt'],
    properties: {
      customerId: linkTo('customers_customer'),
      status: state,
      minor: amount(),
      capturedMinor: amount(),
      refundedMinor: amount(),
      method: json,
      providerId: code,
    },
    related: [
      {
        label: 'events',
        resource: 'webhooks_inbox',
        field: 'objectKey',
        by: 'providerId',
        columns: ['type', 'status', 'occurredAt'],
      },
    ],
  });
}
