import type { ResourceWithOptions } from 'adminjs';
import type { EventLog } from '../../platform/events/event-log.js';
import type { Column } from '../adapter/column.js';
import type { Complete, Table } from '../adapter/table.js';
import { code, linkTo, resource } from './resource.js';

export const CONSUMER = { entity: 'Cursor', columns: ['name', 'tx', 'seq', 'pausedAt'] };

export const PARKED = {
  entity: 'ParkedEvent',
  columns: ['consumer', 'eventId', 'subject', 'attempts', 'nextAt', 'lastError'],
};

/** An event is parked once a consumer. */
export const PARKED_KEY: Column = {
  name: 'id',
  sql: `(consumer || '.' || event_id::text)`,
  kind: 'text',
  primary: true,
  values: null,
};

/** Who hears our own events, how far each has read, and what it could not take. */
export function consumerResource(table: Table): ResourceWithOptions {
  return resource({
    table,
    area: 'webhooks',
    title: 'name',
    small: ['name', 'parked', 'behind', 'pausedAt'],
    sortBy: 'name',
    list: ['name', 'behind', 'lagSeconds', 'parked', 'pausedAt'],
    show: ['name', 'behind', 'lagSeconds', 'parked', 'pausedAt', 'tx', 'seq'],
    filters: ['name', 'pausedAt'],
    properties: { behind: STANDING, lagSeconds: STANDING, parked: STANDING },
    related: [
      {
        label: 'parked events',
        resource: 'platform_parked_event',
        field: 'consumer',
        by: 'name',
        columns: ['subject', 'attempts', 'nextAt', 'lastError'],
      },
    ],
  });
}

const STANDING = { type: 'number', isSortable: false } as const;

/** Its later events of the same subject wait behind it. */
export function parkedResource(table: Table): ResourceWithOptions {
  return resource({
    table,
    area: 'webhooks',
    title: 'subject',
    small: ['subject', 'attempts', 'nextAt', 'consumer', 'lastError'],
    sortBy: 'nextAt',
    list: ['subject', 'consumer', 'attempts', 'nextAt', 'lastError'],
    show: PARKED.columns,
    filters: ['consumer', 'subject', 'nextAt'],
    properties: { consumer: linkTo('platform_consumer'), eventId: code },
  });
}

/** The same answer as the API's list of consumers. */
export function consumerStandings(log: EventLog): Complete {
  return async (rows) => {
    const standings = new Map((await log.standings()).map((one) => [one.name, one]));
    for (const row of rows) {
      const standing = standings.get(String(row['name']));
      row['behind'] = standing?.behind;
      row['lagSeconds'] = standing?.lagSeconds;
      row['parked'] = standing?.parked;
    }
  };
}
