import { defineEntity, p } from '@mikro-orm/core';

const RedactionSchema = defineEntity({
  name: 'Redaction',
  tableName: 'webhooks_redaction',
  properties: {
    id: p.uuid().primary(),
    /** Up to here every stored body has been read for them. */
    scannedSeq: p.bigint('string').default('0'),
    /** The same of second bodies under an id that was known. */
    conflictsSeq: p.bigint('string').default('0'),
    /** So many were rewritten. */
    bodies: p.integer().default(0),
    askedAt: p.datetime().defaultRaw('clock_timestamp()'),
    /** When everything that was stored when it was asked for had been read. What comes later is read as it comes. */
    doneAt: p.datetime().nullable(),
  },
});

/** A wish that stored bodies forget somebody. It never ends: late words of them may always come. */
export class Redaction extends RedactionSchema.class {}

RedactionSchema.setClass(Redaction);

const UnopenedSchema = defineEntity({
  name: 'Unopened',
  tableName: 'webhooks_unopened',
  indexes: [{ properties: ['triedAt'], name: 'webhooks_unopened_tried_at_index' }],
  properties: {
    /** Of the inbox row whose body it is. */
    seq: p.bigint('string').primary().autoincrement(false),
    foundAt: p.datetime().defaultRaw('now()'),
    triedAt: p.datetime().defaultRaw('now()'),
  },
});

/** A body that no key of ours opened when it was to be read for somebody. It is tried again: keys come back. */
export class Unopened extends UnopenedSchema.class {}

UnopenedSchema.setClass(Unopened);
