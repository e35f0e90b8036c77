import type { ResourceWithOptions } from 'adminjs';
import type { Table } from '../adapter/table.js';
import { amount, code, json, linkTo, resource, state } from './resource.js';

export const SUBSCRIPTION = {
  entity: 'Subscription',
  columns: [
    'id',
    'customerId',
    'status',
    'arrMinor',
    'currency',
    'cancelAt',
    'pause',
    'trialEndsAt',
    'periodStartsAt',
    'periodEndsAt',
    'endedAt',
    'providerId',
    'livemode',
    'metadata',
    'createdAt',
  ],
};

export function subscriptionResource(table: Table): ResourceWithOptions {
  return resource({
    table,
    area: 'subscriptions',
    title: 'providerId',
    small: ['customerId', 'arrMinor', 'status', 'createdAt', 'providerId'],
    sortBy: 'createdAt',
    list: ['providerId', 'customerId', 'status', 'arrMinor', 'periodEndsAt', 'createdAt'],
    show: SUBSCRIPTION.columns.filter((name) => name !== 'currency'),
    filters: ['status', 'customerId', 'providerId', 'createdAt'],
    properties: {
      customerId: linkTo('customers_customer'),
      status: state,
      arrMinor: amount(),
      providerId: code,
      metadata: json,
    },
    related: [
      {
        label: 'invoices',
        resource: 'billing_invoice',
        field: 'subscriptionProviderId',
        by: 'providerId',
        columns: ['number', 'status', 'totalMinor', 'createdAt'],
      },
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
