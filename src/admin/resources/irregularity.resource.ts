import type { ResourceWithOptions } from 'adminjs';
import type { Column } from '../adapter/column.js';
import type { Table } from '../adapter/table.js';
import { code, linkTo, resource, type Related } from './resource.js';

export const CHAIN_BREAK = {
  entity: 'StoredChainBreak',
  columns: [
    ...['id', 'objectKey', 'kind', 'eventId', 'expected', 'found', 'occurredAt', 'firstSeen', 'closedAt', 'closedBy'],
  ],
};

export const CONFLICT = { entity: 'Conflict', columns: ['id', 'inboxId', 'receivedAt'] };

/** By its digest alone: what a second body says is read where bodies are opened. */
export const CONFLICT_DIGESTS: readonly Column[] = [digest('firstSha256'), digest('secondSha256')];

/** What did not go as it should with an event of the inbox. */
export const IRREGULARITIES: readonly Related[] = [
  {
    label: 'chain breaks',
    resource: 'webhooks_chain_break',
    field: 'objectKey',
    by: 'objectKey',
    columns: ['kind', 'eventId', 'firstSeen', 'closedAt', 'closedBy'],
  },
  {
    label: 'conflicts',
    resource: 'webhooks_conflict',
    field: 'inboxId',
    columns: ['receivedAt', 'firstSha256', 'secondSha256'],
  },
];

/** Places in an object's history where an event does not continue from the one before it. */
export function chainBreakResource(table: Table): ResourceWithOptions {
  return resource({
    table,
    area: 'webhooks',
    title: 'objectKey',
    small: ['kind', 'closedAt', 'firstSeen', 'closedBy', 'objectKey'],
    sortBy: 'firstSeen',
    list: ['objectKey', 'kind', 'firstSeen', 'closedAt', 'closedBy'],
    show: CHAIN_BREAK.columns,
    filters: ['objectKey', 'kind', 'firstSeen', 'closedAt', 'closedBy'],
    properties: { objectKey: code, eventId: code, expected: code, found: code },
  });
}

/** Second bodies under a known id. The first stands. */
export function conflictResource(table: Table): ResourceWithOptions {
  return resource({
    table,
    area: 'webhooks',
    title: 'receivedAt',
    small: ['inboxId', 'receivedAt'],
    sortBy: 'receivedAt',
    list: ['inboxId', 'receivedAt'],
    show: ['inboxId', 'firstSha256', 'secondSha256', 'receivedAt'],
    filters: ['inboxId', 'receivedAt'],
    properties: { inboxId: linkTo('webhooks_inbox'), firstSha256: code, secondSha256: code },
  });
}

function digest(name: 'firstSha256' | 'secondSha256'): Column {
  const column = name === 'firstSha256' ? 'first_sha256' : 'second_sha256';
  return { name, sql: `encode(${column}, 'hex')`, kind: 'text', primary: false, values: null };
}
