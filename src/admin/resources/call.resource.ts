import type { ResourceWithOptions } from 'adminjs';
import { actsOf, type Act } from '../acts/index.js';
import type { Table } from '../adapter/table.js';
import { code, json, resource, state } from './resource.js';

/** Not what it carried: names and addresses may be in it. */
export const CALL = {
  entity: 'Intent',
  columns: [
    ...['id', 'operation', 'subject', 'state', 'attempts', 'generation', 'plannedAt', 'sentAt', 'nextAt', 'resultRef'],
    ...['error', 'decidedBy', 'decidedAt', 'decidedWhy', 'idempotencyKey'],
  ],
};

/** Calls to the provider: what was asked of it and what came of that. */
export function callResource(table: Table, acts: readonly Act[]): ResourceWithOptions {
  const { actions, properties } = actsOf(acts);
  return resource({
    table,
    area: 'payments',
    title: 'operation',
    small: ['operation', 'state', 'subject', 'plannedAt'],
    sortBy: 'plannedAt',
    list: ['operation', 'subject', 'state', 'attempts', 'plannedAt', 'nextAt'],
    show: ['acts', ...CALL.columns],
    filters: ['state', 'operation', 'subject', 'plannedAt'],
    properties: { ...properties, state, resultRef: code, idempotencyKey: code, error: json },
    actions,
  });
}
