import { defineEntity, p } from '@mikro-orm/core';
import { Endpoint } from './endpoint.entity.js';

const DeliverySchema = defineEntity({
  name: 'Delivery',
  tableName: 'webhooks_delivery',
  uniques: [{ properties: ['endpoint', 'eventId'], name: 'webhooks_delivery_endpoint_id_event_id_unique' }],
  indexes: [
    { properties: ['endpoint', 'nextAt'], name: 'webhooks_delivery_due_index', where: `status = 'pending'` },
    {
      properties: ['endpoint', 'subject', 'sequence'],
      name: 'webhooks_delivery_order_index',
      where: `status = 'pending'`,
    },
    {
      properties: ['endpoint', 'leasedUntil'],
      name: 'webhooks_delivery_leased_index',
      where: 'leased_until is not null',
    },
    { properties: ['endpoint', 'createdAt', 'id'], name: 'webhooks_delivery_listed_index' },
    { properties: ['createdAt', 'id'], name: 'webhooks_delivery_created_at_index' },
  ],
  checks: [{ name: 'webhooks_delivery_status_check', expression: `status in ('pending','succeeded','failed')` }],
  properties: {
    id: p.uuid().primary(),
    endpoint: () => p.manyToOne(Endpoint),
    eventId: p.uuid(),
    type: p.text(),
    subject: p.text(),
    sequence: p.integer(),
    body: p.text(),
    status: p.text(),
    attempts: p.integer().default(0),
    nextAt: p.datetime(),
    leasedUntil: p.datetime().nullable(),
    lastStatus: p.integer().nullable(),
    lastError: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
    doneAt: p.datetime().nullable(),
  },
});

/** One event for one endpoint: made once, sent until it is taken or given up, sent again when asked for. */
export class Delivery extends DeliverySchema.class {}

DeliverySchema.setClass(Delivery);

const AttemptSchema = defineEntity({
  name: 'Attempt',
  tableName: 'webhooks_attempt',
  properties: {
    id: p.uuid().primary(),
    delivery: () => p.manyToOne(Delivery).index('webhooks_attempt_delivery_id_index'),
    at: p.datetime(),
    status: p.integer().nullable(),
    ms: p.integer(),
    error: p.text().nullable(),
    answer: p.text().nullable(),
  },
});

/** One request of a delivery and what came back: the first 2 kB of it. */
export class Attempt extends AttemptSchema.class {}

AttemptSchema.setClass(Attempt);
