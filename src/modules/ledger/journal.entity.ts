import { defineEntity, p } from '@mikro-orm/core';
import { LedgerAccount } from './account.entity.js';

/** Written set-based by `journals.ts`; the guards are triggers, whole in the migration. */
const JournalSchema = defineEntity({
  name: 'Journal',
  tableName: 'ledger_journal',
  indexes: [
    { properties: ['effectiveAt'], name: 'ledger_journal_effective_at_index' },
    { properties: ['recordedAt'], name: 'ledger_journal_recorded_at_index' },
    { properties: ['correlationId'], name: 'ledger_journal_correlation_id_index' },
    { properties: ['tx', 'id'], name: 'ledger_journal_tx_id_index' },
  ],
  uniques: [
    { properties: ['postingKey'], name: 'ledger_journal_posting_key_unique' },
    {
      properties: ['factProvider', 'factKind', 'factId', 'rule', 'revision'],
      name: 'ledger_journal_fact_unique',
      where: 'reverses is null',
    },
  ],
  triggers: [
    { name: 'append_only', timing: 'before', events: ['update', 'delete'], expression: 'see the migration' },
    { name: 'balance', timing: 'after', events: ['insert'], expression: 'see the migration' },
  ],
  properties: {
    id: p.uuid().primary(),
    postingKey: p.text(),
    factProvider: p.text(),
    factKind: p.text(),
    factId: p.text(),
    rule: p.text(),
    ruleVersion: p.integer(),
    revision: p.integer().default(0),
    effectiveAt: p.datetime(),
    recordedAt: p.datetime().defaultRaw('clock_timestamp()'),
    tx: p.string().columnType('xid8').defaultRaw('pg_current_xact_id()'),
    causeEvent: p.uuid().nullable(),
    correlationId: p.uuid(),
    reverses: () =>
      p.oneToOne(Journal).nullable().joinColumn('reverses').updateRule('no action').deleteRule('no action'),
    memo: p.text().nullable(),
  },
});

/** The lines one rule writes for one fact: immutable, zero in each currency. */
export class Journal extends JournalSchema.class {}

JournalSchema.setClass(Journal);

const EntrySchema = defineEntity({
  name: 'Entry',
  tableName: 'ledger_entry',
  indexes: [
    { properties: ['account', 'matchKey'], name: 'ledger_entry_match_index', where: 'match_key is not null' },
    { properties: ['account', 'partyId', 'currency'], name: 'ledger_entry_party_index', where: 'party_id is not null' },
  ],
  triggers: [
    { name: 'append_only', timing: 'before', events: ['update', 'delete'], expression: 'see the migration' },
    { name: 'joins', timing: 'after', events: ['insert'], forEach: 'statement', expression: 'see the migration' },
  ],
  properties: {
    journal: () => p.manyToOne(Journal).primary().updateRule('no action').deleteRule('no action').index(false),
    line: p.smallint().primary(),
    account: () =>
      p.manyToOne(LedgerAccount).joinColumn('account').updateRule('no action').deleteRule('no action').index(false),
    partyId: p.uuid().nullable(),
    matchKey: p.text().nullable(),
    dim: p.text().nullable(),
    currency: p.string().length(3).check('currency = lower(currency)'),
    minor: p.bigint('number').check('minor <> 0'),
  },
});

/** A line. Positive is debit, negative is credit, in minor units. */
export class Entry extends EntrySchema.class {}

EntrySchema.setClass(Entry);
