import { defineEntity, p } from '@mikro-orm/core';

const StoredEventSchema = defineEntity({
  name: 'StoredEvent',
  tableName: 'platform_event',
  indexes: [{ properties: ['tx', 'seq'], name: 'platform_event_tx_seq_index' }],
  uniques: [{ properties: ['subject', 'sequence'], name: 'platform_event_subject_sequence_unique' }],
  properties: {
    id: p.uuid().primary(),
    seq: p.bigint('string').autoincrement().generated('identity'),
    tx: p.string().columnType('xid8').defaultRaw('pg_current_xact_id()'),
    type: p.text(),
    version: p.smallint().default(1),
    subject: p.text(),
    sequence: p.integer(),
    occurredAt: p.datetime(),
    recordedAt: p.datetime().defaultRaw('clock_timestamp()'),
    cause: p.text().nullable(),
    correlationId: p.uuid(),
    data: p.json<Record<string, unknown>>(),
  },
});

/** A domain event as it stands in its table: written once, read in commit order, never changed. */
export class StoredEvent extends StoredEventSchema.class {}

StoredEventSchema.setClass(StoredEvent);
