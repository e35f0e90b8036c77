import type { ResourceWithOptions } from 'adminjs';
import { actsOf, type Act } from '../acts/index.js';
import type { Column } from '../adapter/column.js';
import type { Table } from '../adapter/table.js';
import { linkTo, resource, state } from './resource.js';

export const ENDPOINT = {
  entity: 'Endpoint',
  columns: [
    ...['id', 'url', 'description', 'eventTypes', 'ordering', 'payload', 'perSecond', 'disabledReason'],
    ...['disabledAt', 'failingSince', 'pausedUntil', 'createdAt', 'deletedAt'],
  ],
};

/** What was deleted keeps its row, for its deliveries tell of it. */
export const ENDPOINT_STATUS: Column = {
  name: 'status',
  sql: `case when deleted_at is not null then 'deleted' else status end`,
  kind: 'text',
  primary: false,
  values: ['enabled', 'disabled', 'deleted'],
};

export const DELIVERY = {
  entity: 'Delivery',
  columns: [
    ...['id', 'endpoint', 'eventId', 'type', 'subject', 'sequence', 'status', 'attempts', 'nextAt', 'lastStatus'],
    ...['lastError', 'createdAt', 'doneAt'],
  ],
};

export const ATTEMPT = { entity: 'Attempt', columns: ['id', 'delivery', 'at', 'status', 'ms', 'error', 'answer'] };

/** Whom our events are sent to, with what was sent last. */
export function endpointResource(table: Table, acts: readonly Act[]): ResourceWithOptions {
  const { actions, properties } = actsOf(acts);
  return resource({
    table,
    area: 'webhooks',
    title: 'url',
    small: ['url', 'status', 'disabledReason', 'createdAt'],
    sortBy: 'createdAt',
    list: ['url', 'status', 'disabledReason', 'failingSince', 'createdAt'],
    show: ['acts', 'status', ...ENDPOINT.columns],
    filters: ['status', 'url', 'createdAt'],
    properties: { ...properties, status: state },
    actions,
    related: [
      {
        label: 'deliveries',
        resource: 'webhooks_delivery',
        field: 'endpoint',
        columns: ['type', 'status', 'attempts', 'createdAt'],
      },
    ],
  });
}

export function deliveryResource(table: Table, acts: readonly Act[]): ResourceWithOptions {
  const { actions, properties } = actsOf(acts);
  return resource({
    table,
    area: 'webhooks',
    title: 'type',
    small: ['type', 'status', 'subject', 'createdAt'],
    sortBy: 'createdAt',
    list: ['type', 'subject', 'status', 'attempts', 'lastStatus', 'createdAt'],
    show: ['acts', ...DELIVERY.columns],
    filters: ['status', 'type', 'subject', 'createdAt'],
    properties: { ...properties, status: state, endpoint: linkTo('webhooks_endpoint') },
    actions,
    related: [
      { label: 'tries', resource: 'webhooks_attempt', field: 'delivery', columns: ['at', 'status', 'ms', 'error'] },
    ],
  });
}

export function attemptResource(table: Table): ResourceWithOptions {
  return resource({
    table,
    area: 'webhooks',
    title: 'at',
    small: ['at', 'status', 'error', 'ms'],
    sortBy: 'at',
    list: ['at', 'status', 'ms', 'error'],
    show: ATTEMPT.columns,
    filters: ['at'],
    properties: { delivery: linkTo('webhooks_delivery') },
  });
}
