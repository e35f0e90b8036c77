import type { ResourceWithOptions } from 'adminjs';
import { actsOf, type Act } from '../acts/index.js';
import type { Table } from '../adapter/table.js';
import { code, json, linkTo, resource, state, type Related } from './resource.js';

export const INBOX = {
  entity: 'InboxRow',
  key: 'id',
  columns: [
    'id',
    'seq',
    'provider',
    'externalId',
    'type',
    'objectKey',
    'source',
    'status',
    'attempts',
    'nextAt',
    'waitingOn',
    'lastError',
    'outcome',
    'occurredAt',
    'receivedAt',
    'doneAt',
    'apiVersion',
    'secretLabel',
  ],
};

export const DISMISSAL = {
  entity: 'Dismissal',
  key: 'inboxId',
  columns: ['inboxId', 'reason', 'dismissedBy', 'dismissedAt'],
};

const RELATED: readonly Related[] = [
  {
    label: 'dismissals',
    resource: 'webhooks_dismissal',
    field: 'inboxId',
    columns: ['reason', 'dismissedBy', 'dismissedAt'],
  },
  {
    label: 'journals',
    resource: 'ledger_journal',
    field: 'causeEvent',
    columns: ['rule', 'factId', 'effectiveAt'],
  },
  {
    label: 'history',
    resource: 'webhooks_inbox',
    field: 'objectKey',
    by: 'objectKey',
    columns: ['type', 'status', 'occurredAt', 'receivedAt'],
  },
];

export function inboxResource(table: Table, acts: readonly Act[]): ResourceWithOptions {
  const { actions, properties } = actsOf(acts);
  return resource({
    table,
    area: 'webhooks',
    title: 'externalId',
    small: ['type', 'status'],
    sortBy: 'seq',
    list: ['type', 'externalId', 'status', 'attempts', 'occurredAt', 'receivedAt'],
    show: ['acts', ...INBOX.columns],
    filters: ['type', 'status', 'externalId', 'objectKey', 'receivedAt'],
    properties: {
      ...properties,
      status: state,
      externalId: code,
      objectKey: code,
      outcome: json,
    },
    actions,
    related: RELATED,
  });
}

/** Why an event that was given up may stay so. */
export function dismissalResource(table: Table): ResourceWithOptions {
  return resource({
    table,
    area: 'webhooks',
    title: 'reason',
    small: ['reason', 'dismissedAt'],
    sortBy: 'dismissedAt',
    list: ['reason', 'dismissedBy', 'dismissedAt'],
    show: DISMISSAL.columns,
    filters: ['inboxId', 'dismissedBy', 'dismissedAt'],
    properties: { inboxId: linkTo('webhooks_inbox') },
  });
}
