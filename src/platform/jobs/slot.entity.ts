import { defineEntity, p } from '@mikro-orm/core';

const SlotSchema = defineEntity({
  name: 'Slot',
  tableName: 'platform_slot',
  properties: {
    job: p.text().primary(),
    /** The day it is for, `2026-11-20`. */
    slot: p.text().primary(),
    state: p.text().check("state in ('running', 'failed', 'done')"),
    attempts: p.integer().default(1),
    lockedUntil: p.datetime(),
    startedAt: p.datetime().defaultRaw('now()'),
    finishedAt: p.datetime().nullable(),
    lastError: p.text().nullable(),
  },
});

/** That a job ran for a day, or runs: its key is why it never does so twice. */
export class Slot extends SlotSchema.class {}

SlotSchema.setClass(Slot);
