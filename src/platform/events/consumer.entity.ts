import { defineEntity, p } from '@mikro-orm/core';

const CursorSchema = defineEntity({
  name: 'Cursor',
  tableName: 'platform_consumer',
  properties: {
    name: p.text().primary(),
    tx: p.string().columnType('xid8').defaultRaw(`'0'::xid8`),
    seq: p.bigint('string').default('0'),
    pausedAt: p.datetime().nullable(),
  },
});

/** How far a consumer has read, in commit order. */
export class Cursor extends CursorSchema.class {}

CursorSchema.setClass(Cursor);

const ParkedEventSchema = defineEntity({
  name: 'ParkedEvent',
  tableName: 'platform_parked_event',
  indexes: [{ properties: ['consumer', 'subject'], name: 'platform_parked_event_consumer_subject_index' }],
  properties: {
    consumer: p.text().primary(),
    eventId: p.uuid().primary(),
    subject: p.text(),
    attempts: p.integer(),
    nextAt: p.datetime(),
    lastError: p.text(),
  },
});

/** An event its consumer could not take. Later events of the subject queue behind it; other subjects go on. */
export class ParkedEvent extends ParkedEventSchema.class {}

ParkedEventSchema.setClass(ParkedEvent);
