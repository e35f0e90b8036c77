import { defineEntity, p } from '@mikro-orm/core';

const ChainBreakSchema = defineEntity({
  name: 'StoredChainBreak',
  tableName: 'webhooks_chain_break',
  uniques: [
    {
      properties: ['objectKey', 'eventId', 'expected'],
      name: 'webhooks_chain_break_object_key_event_id_expected_unique',
    },
  ],
  indexes: [{ properties: ['firstSeen'], name: 'webhooks_chain_break_open_index', where: 'closed_at is null' }],
  checks: [
    { name: 'webhooks_chain_break_kind_check', expression: `kind in ('gap','no_path','foreign')` },
    { name: 'webhooks_chain_break_closed_by_check', expression: `closed_by in ('equal','found','reconciled')` },
  ],
  properties: {
    id: p.uuid().primary(),
    objectKey: p.text(),
    kind: p.text(),
    eventId: p.text(),
    expected: p.text(),
    found: p.text().nullable(),
    occurredAt: p.datetime(),
    firstSeen: p.datetime().defaultRaw('clock_timestamp()'),
    closedAt: p.datetime().nullable(),
    closedBy: p.text().nullable(),
  },
});

/** A place in an object's history where an event does not continue from where the one before it ended. */
export class StoredChainBreak extends ChainBreakSchema.class {}

ChainBreakSchema.setClass(StoredChainBreak);
