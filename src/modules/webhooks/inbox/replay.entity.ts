import { defineEntity, p } from '@mikro-orm/core';

const DismissalSchema = defineEntity({
  name: 'Dismissal',
  tableName: 'webhooks_dismissal',
  properties: {
    inboxId: p.uuid().primary(),
    reason: p.text(),
    dismissedBy: p.text(),
    dismissedAt: p.datetime(),
  },
});

/** Somebody looked at an event that was given up and said why it may stay so. */
export class Dismissal extends DismissalSchema.class {}

DismissalSchema.setClass(Dismissal);

const RangeReplaySchema = defineEntity({
  name: 'RangeReplay',
  tableName: 'webhooks_replay',
  uniques: [{ properties: ['status'], name: 'webhooks_replay_running_unique', where: `status = 'running'` }],
  indexes: [{ properties: ['createdAt', 'id'], name: 'webhooks_replay_created_at_id_index' }],
  checks: [{ name: 'webhooks_replay_status_check', expression: `status in ('running','done','cancelled')` }],
  properties: {
    id: p.uuid().primary(),
    startsAt: p.datetime(),
    endsAt: p.datetime(),
    provider: p.text().nullable(),
    types: p.array().nullable(),
    statuses: p.array(),
    status: p.text(),
    total: p.integer(),
    replayed: p.integer().default(0),
    /** How far it is, in the inbox's own order. */
    lastSeq: p.bigint('string').default('0'),
    requestedBy: p.text(),
    createdAt: p.datetime(),
    doneAt: p.datetime().nullable(),
  },
});

/** A range of events folded once more, behind what is live. One at a time. */
export class RangeReplay extends RangeReplaySchema.class {}

RangeReplaySchema.setClass(RangeReplay);
