import { defineEntity, p } from '@mikro-orm/core';

const kinds = ['new', 'expansion', 'contraction', 'churn', 'reactivation', 'move', 'commitment'];

const MovementSchema = defineEntity({
  name: 'MrrMovement',
  tableName: 'analytics_mrr_movement',
  indexes: [
    { properties: ['customerId'], name: 'analytics_mrr_movement_customer_id_index' },
    { properties: ['effectiveAt', 'id'], name: 'analytics_mrr_movement_effective_at_id_index' },
  ],
  uniques: [
    { properties: ['recordedSeq'], name: 'analytics_mrr_movement_recorded_seq_unique' },
    { properties: ['reverses'], name: 'analytics_mrr_movement_reverses_unique' },
    { properties: ['movementKey'], name: 'analytics_mrr_movement_movement_key_unique' },
  ],
  triggers: [{ name: 'append_only', timing: 'before', events: ['update', 'delete'], expression: 'see the migration' }],
  properties: {
    id: p.uuid().primary(),
    recordedSeq: p.bigint('number'),
    policyVersion: p.integer(),
    customerId: p.uuid(),
    subscriptionId: p.uuid(),
    itemKey: p.text(),
    planId: p.text(),
    interval: p.text(),
    effectiveAt: p.datetime(),
    recordedAt: p.datetime(),
    kind: p.text().check(`kind in (${kinds.map((kind) => `'${kind}'`).join(', ')})`),
    reason: p.text(),
    currency: p.string().length(3),
    arrBeforeMinor: p.bigint('number'),
    arrAfterMinor: p.bigint('number'),
    deltaMinor: p.bigint('number').check('delta_minor = weight * (arr_after_minor - arr_before_minor)'),
    weight: p.smallint().check('abs(weight) = 1'),
    leadsInstant: p.boolean(),
    activeChange: p.smallint(),
    pausedChange: p.smallint(),
    causeEventId: p.uuid(),
    providerEventId: p.text().nullable(),
    inboxEventId: p.text().nullable(),
    correlationId: p.uuid(),
    reverses: p.uuid().nullable(),
    movementKey: p.text(),
  },
});

/** A movement as a row: written once by the writer, taken back only by a row that reverses it. */
export class MrrMovement extends MovementSchema.class {}

MovementSchema.setClass(MrrMovement);

const MrrDailySchema = defineEntity({
  name: 'MrrDaily',
  tableName: 'analytics_mrr_daily',
  properties: {
    policyVersion: p.integer().primary(),
    day: p.date().primary(),
    currency: p.string().length(3).primary(),
    planId: p.text().primary(),
    interval: p.text().primary(),
    kind: p.text().primary(),
    reason: p.text().primary(),
    deltaMinor: p.bigint('number'),
    customers: p.integer(),
    activeChange: p.integer(),
    pausedChange: p.integer(),
  },
});

/** What the movements of a UTC day come to. Can be built again from them. */
export class MrrDaily extends MrrDailySchema.class {}

MrrDailySchema.setClass(MrrDaily);
