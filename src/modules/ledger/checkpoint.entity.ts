import { defineEntity, p } from '@mikro-orm/core';

const CheckpointSchema = defineEntity({
  name: 'Checkpoint',
  tableName: 'ledger_checkpoint',
  triggers: [{ name: 'append_only', timing: 'before', events: ['update', 'delete'], expression: 'see the migration' }],
  properties: {
    number: p.integer().primary().autoincrement(false),
    lastTx: p.string().columnType('xid8'),
    lastId: p.uuid(),
    journals: p.bigint('number'),
    entries: p.bigint('number'),
    /** SHA-256 of the previous hash and of each journal with its lines, in commit order. */
    hash: p.text(),
    sealedAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

/** What the books were: a seal over all journals since the checkpoint before. */
export class Checkpoint extends CheckpointSchema.class {}

CheckpointSchema.setClass(Checkpoint);
