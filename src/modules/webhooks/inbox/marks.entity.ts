import { defineEntity, p } from '@mikro-orm/core';

const RefoldSchema = defineEntity({
  name: 'Refold',
  tableName: 'webhooks_refold',
  properties: {
    objectKey: p.text().primary(),
    wantedAt: p.datetime().defaultRaw('clock_timestamp()'),
    attempts: p.integer().default(0),
    nextAt: p.datetime().defaultRaw('now()'),
    lastError: p.text().nullable(),
  },
});

/** An object to be folded again from what is stored: something it depends on has changed. */
export class Refold extends RefoldSchema.class {}

RefoldSchema.setClass(Refold);

const RefetchSchema = defineEntity({
  name: 'Refetch',
  tableName: 'webhooks_refetch',
  indexes: [{ properties: ['wantedAt'], name: 'webhooks_refetch_wanted_index', where: 'done_at is null' }],
  properties: {
    objectKey: p.text().primary(),
    wantedAt: p.datetime().defaultRaw('clock_timestamp()'),
    takenAt: p.datetime().nullable(),
    doneAt: p.datetime().nullable(),
    attempts: p.integer().default(0),
    lastError: p.text().nullable(),
  },
});

/** An object to be fetched from its provider; at most one outstanding a key. */
export class Refetch extends RefetchSchema.class {}

RefetchSchema.setClass(Refetch);
