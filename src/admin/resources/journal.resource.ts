import type { ResourceWithOptions } from 'adminjs';
import type { Column } from '../adapter/column.js';
import type { Table } from '../adapter/table.js';
import { amount, code, linkTo, resource } from './resource.js';

export const JOURNAL = {
  entity: 'Journal',
  columns: [
    'id',
    'rule',
    'ruleVersion',
    'factProvider',
    'factKind',
    'factId',
    'revision',
    'effectiveAt',
    'recordedAt',
    'memo',
    'postingKey',
    'reverses',
    'causeEvent',
    'correlationId',
  ],
};

export function journalResource(table: Table): ResourceWithOptions {
  return resource({
    table,
    area: 'ledger',
    title: 'postingKey',
    small: ['rule', 'effectiveAt', 'factId', 'factKind'],
    sortBy: 'effectiveAt',
    list: ['rule', 'factKind', 'factId', 'effectiveAt', 'recordedAt'],
    show: JOURNAL.columns,
    filters: ['rule', 'factKind', 'factId', 'effectiveAt', 'recordedAt'],
    properties: {
      factId: code,
      postingKey: code,
      causeEvent: linkTo('webhooks_inbox'),
      reverses: linkTo('ledger_journal'),
    },
    related: [{ label: 'entries', resource: 'ledger_entry', field: 'journal', columns: ['line', 'account', 'minor'] }],
  });
}

export const ENTRY = {
  entity: 'Entry',
  columns: ['journal', 'line', 'account', 'minor', 'currency', 'partyId', 'matchKey', 'dim'],
};

/** A line has no id of its own: its journal's and its number. */
export const ENTRY_KEY: Column = {
  name: 'id',
  sql: `(journal_id::text || '.' || line::text)`,
  kind: 'text',
  primary: true,
  values: null,
};

export function entryResource(table: Table): ResourceWithOptions {
  return resource({
    table,
    area: 'ledger',
    title: 'id',
    small: ['account', 'minor', 'journal', 'partyId'],
    sortBy: 'journal',
    list: ['account', 'minor', 'journal', 'line', 'partyId'],
    show: ['journal', 'line', 'account', 'minor', 'partyId', 'matchKey', 'dim'],
    filters: ['account', 'currency', 'journal', 'partyId', 'matchKey'],
    properties: {
      journal: linkTo('ledger_journal'),
      minor: amount(),
      account: code,
      partyId: linkTo('customers_customer'),
    },
  });
}
