import type { ResourceWithOptions } from 'adminjs';
import type { Table } from '../adapter/table.js';
import { json, resource, state } from './resource.js';

export const CUSTOMER = {
  entity: 'Customer',
  columns: ['id', 'currency', 'stage', 'metadata', 'registeredAt'],
};

/** Name and address are sealed in their own table: the resource shows them by asking customers, for roles that may. */
export function customerResource(table: Table): ResourceWithOptions {
  return resource({
    table,
    area: 'customers',
    title: 'name',
    small: ['name', 'stage', 'email', 'registeredAt'],
    sortBy: 'registeredAt',
    list: ['name', 'email', 'stage', 'currency', 'registeredAt'],
    show: ['name', 'email', 'id', 'stage', 'currency', 'metadata', 'registeredAt'],
    filters: ['id', 'stage', 'currency', 'registeredAt'],
    properties: { name: { isSortable: false }, email: { isSortable: false }, stage: state, metadata: json },
    related: [
      {
        label: 'subscriptions',
        resource: 'billing_subscription',
        field: 'customerId',
        columns: ['providerId', 'status', 'arrMinor', 'createdAt'],
      },
      {
        label: 'invoices',
        resource: 'billing_invoice',
        field: 'customerId',
        columns: ['number', 'status', 'totalMinor', 'createdAt'],
      },
      {
        label: 'payments',
        resource: 'billing_payment',
        field: 'customerId',
        columns: ['providerId', 'status', 'minor', 'createdAt'],
      },
    ],
  });
}
