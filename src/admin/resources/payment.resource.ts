import type { ResourceWithOptions } from 'adminjs';
import { actsOf, type Act } from '../acts/index.js';
import type { Table } from '../adapter/table.js';
import { amount, code, linkTo, method, resource, state } from './resource.js';

export const PAYMENT = {
  entity: 'Payment',
  columns: [
    'id',
    'customerId',
    'kind',
    'status',
    'minor',
    'capturableMinor',
    'captureBefore',
    'capturedMinor',
    'refundedMinor',
    'currency',
    'description',
    'method',
    'failureCode',
    'declineCode',
    'cancellationReason',
    'providerId',
    'livemode',
    'createdAt',
    'capturedAt',
  ],
};

export function paymentResource(table: Table, acts: readonly Act[]): ResourceWithOptions {
  const { actions, properties } = actsOf(acts);
  return resource({
    table,
    area: 'payments',
    title: 'providerId',
    small: ['customerId', 'minor', 'status', 'createdAt', 'providerId'],
    sortBy: 'createdAt',
    list: ['providerId', 'customerId', 'status', 'minor', 'refundedMinor', 'createdAt'],
    show: ['acts', ...PAYMENT.columns.filter((name) => name !== 'currency')],
    filters: ['status', 'kind', 'customerId', 'providerId', 'createdAt'],
    properties: {
      ...properties,
      customerId: linkTo('customers_customer'),
      status: state,
      minor: amount(),
      capturableMinor: amount(),
      capturedMinor: amount(),
      refundedMinor: amount(),
      method,
      providerId: code,
    },
    actions,
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
