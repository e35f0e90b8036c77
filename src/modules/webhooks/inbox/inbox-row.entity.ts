import { defineEntity, p } from '@mikro-orm/core';

const InboxRowSchema = defineEntity({
  name: 'InboxRow',
  tableName: 'webhooks_inbox',
  uniques: [
    { properties: ['id'], name: 'webhooks_inbox_id_unique' },
    { properties: ['provider', 'account', 'externalId'], name: 'webhooks_inbox_external_unique' },
  ],
  indexes: [
    { properties: ['lane', 'seq'], name: 'webhooks_inbox_pending_index', where: `status = 'pending'` },
    { properties: ['objectKey', 'seq'], name: 'webhooks_inbox_due_index', where: `status = 'pending'` },
    { properties: ['objectKey', 'occurredAt', 'seq'], name: 'webhooks_inbox_object_index' },
    { properties: ['seq'], name: 'webhooks_inbox_dead_index', where: `status = 'dead'` },
    { properties: ['receivedAt', 'id'], name: 'webhooks_inbox_received_at_id_index' },
    { properties: ['waitingOn'], name: 'webhooks_inbox_waiting_index', where: `status = 'waiting'` },
  ],
  checks: [
    { name: 'webhooks_inbox_source_check', expression: `source in ('webhook','backfill','api','refetch')` },
    { name: 'webhooks_inbox_status_check', expression: `status in ('pending','waiting','done','skipped','dead')` },
  ],
  properties: {
    seq: p.bigint('string').primary().autoincrement(),
    id: p.uuid(),
    provider: p.text(),
    account: p.text(),
    externalId: p.text(),
    source: p.text(),
    type: p.text(),
    objectKey: p.text(),
    occurredAt: p.datetime(),
    receivedAt: p.datetime().defaultRaw('clock_timestamp()'),
    apiVersion: p.text().nullable(),
    secretLabel: p.text().nullable(),
    bodySha256: p.blob().fieldName('body_sha256'),
    status: p.text(),
    lane: p.smallint().default(0),
    attempts: p.integer().default(0),
    nextAt: p.datetime().defaultRaw('now()'),
    waitingOn: p.text().nullable(),
    lastError: p.text().nullable(),
    outcome: p.json<Record<string, unknown>>().nullable(),
    doneAt: p.datetime().nullable(),
    redactedAt: p.datetime().nullable(),
  },
});

/** One thing a provider told us, and what became of it. Its identity never changes; its status does. */
export class InboxRow extends InboxRowSchema.class {}

InboxRowSchema.setClass(InboxRow);

const BodySchema = defineEntity({
  name: 'InboxBody',
  tableName: 'webhooks_body',
  properties: {
    seq: p.bigint('string').primary().autoincrement(false),
    headers: p.json<Record<string, string>>(),
    body: p.blob(),
  },
});

/** The bytes that were signed, apart from the row so that the hot table stays narrow. */
export class InboxBody extends BodySchema.class {}

BodySchema.setClass(InboxBody);
