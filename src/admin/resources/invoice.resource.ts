import type { ResourceWithOptions } from 'adminjs';
import type { Table } from '../adapter/table.js';
import { amount, code, linkTo, resource, state } from './resource.js';

export const INVOICE = {
  entity: 'Invoice',
  columns: [
    'id',
    'number',
    'customerId',
    'status',
    'reason',
    'totalMinor',
    'taxMinor',
    'paidMinor',
    'remainingMinor',
    'currency',
    'attempts',
    'nextAttemptAt',
    'dueAt',
    'finalizedAt',
    'paidAt',
    'voidedAt',
    'providerId',
    'subscriptionProviderId',
    'livemode',
    'createdAt',
  ],
};

export function invoiceResource(table: Table): ResourceWithOptions {
  return resource({
    table,
    area: 'subscriptions',
    title: 'number',
    small: ['customerId', 'totalMinor', 'status', 'createdAt', 'number'],
    sortBy: 'createdAt',
    list: ['number', 'customerId', 'status', 'totalMinor', 'remainingMinor', 'createdAt'],
    show: INVOICE.columns.filter((name) => name !== 'currency'),
    filters: ['number', 'status', 'customerId', 'providerId', 'createdAt'],
    properties: {
      customerId: linkTo('customers_customer'),
      status: state,
      totalMinor: amount(),
      taxMinor: amount(),
      paidMinor: amount(),
      remainingMinor: amount(),
      providerId: code,
      subscriptionProviderId: code,
    },
    related: [
      {
        label: 'journals',
        resource: 'ledger_journal',
        field: 'factId',
        by: 'providerId',
        columns: ['rule', 'effectiveAt', 'memo'],
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
