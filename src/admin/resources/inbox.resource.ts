import type { ResourceWithOptions } from 'adminjs';
import { dismissal } from '../../modules/webhooks/index.js';
import { actsOf, type Act } from '../acts/index.js';
import type { Column } from '../adapter/column.js';
import type { Table } from '../adapter/table.js';
import { IRREGULARITIES } from './irregularity.resource.js';
import { code, json, linkTo, resource, state, type Related } from './resource.js';

const STATES = ['pending', 'waiting', 'done', 'skipped', 'dead', 'dismissed'];

export const INBOX = {
  entity: 'InboxRow',
  key: 'id',
  columns: [
    ...['id', 'seq', 'provider', 'externalId', 'type', 'objectKey', 'source', 'attempts', 'nextAt', 'waitingOn'],
    ...['lastError', 'outcome', 'occurredAt', 'receivedAt', 'doneAt', 'apiVersion', 'secretLabel'],
  ],
};

/** What somebody has decided about it stands in a table of its own; people look at both as one. */
const decided = (column: string): string => dismissal(column, 'webhooks_inbox.id');

export const INBOX_DECIDED: readonly Column[] = [
  {
    ...text(
      'status',
      `case when status = 'dead' and ${decided('inbox_id')} is not null then 'dismissed' else status end`,
      STATES,
    ),
    implies: Object.fromEntries(STATES.map((shown) => [shown, `status = '${shown === 'dismissed' ? 'dead' : shown}'`])),
  },
  text('dismissedWhy', decided('reason')),
  text('dismissedBy', decided('dismissed_by')),
  { ...text('dismissedAt', decided('dismissed_at')), kind: 'datetime' },
];

export const DISMISSAL = {
  entity: 'Dismissal',
  key: 'inboxId',
  columns: ['inboxId', 'reason', 'dismissedBy', 'dismissedAt'],
};

const RELATED: readonly Related[] = [
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
  ...IRREGULARITIES,
];

export function inboxResource(table: Table, acts: readonly Act[]): ResourceWithOptions {
  const { actions, properties } = actsOf(acts);
  return resource({
    table,
    area: 'webhooks',
    title: 'externalId',
    small: ['type', 'status', 'receivedAt', 'attempts', 'externalId'],
    sortBy: 'seq',
    list: ['type', 'externalId', 'status', 'attempts', 'occurredAt', 'receivedAt'],
    show: ['status', 'dismissal', 'acts', ...INBOX.columns],
    filters: ['type', 'status', 'externalId', 'objectKey', 'receivedAt'],
    properties: {
      ...properties,
      status: state,
      externalId: code,
      objectKey: code,
      outcome: json,
      dismissal: { type: 'mixed', isVisible: ON_PAGE, components: { show: 'Dismissal' } },
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
    small: ['reason', 'dismissedAt', 'dismissedBy'],
    sortBy: 'dismissedAt',
    list: ['reason', 'dismissedBy', 'dismissedAt'],
    show: DISMISSAL.columns,
    filters: ['inboxId', 'dismissedBy', 'dismissedAt'],
    properties: { inboxId: linkTo('webhooks_inbox') },
  });
}

const ON_PAGE = { list: false, show: true, filter: false, edit: false };

function text(name: string, sql: string, values: readonly string[] | null = null): Column {
  return { name, sql, kind: 'text', primary: false, values };
}
