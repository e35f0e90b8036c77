import { defineEntity, p } from '@mikro-orm/core';

const KeptAnswerSchema = defineEntity({
  name: 'KeptAnswer',
  tableName: 'platform_idempotency',
  uniques: [{ properties: ['apiKeyId', 'key'], name: 'platform_idempotency_api_key_id_key_unique' }],
  indexes: [{ properties: ['expiresAt'], name: 'platform_idempotency_expires_at_index' }],
  properties: {
    id: p.uuid().primary(),
    apiKeyId: p.uuid(),
    key: p.text(),
    method: p.text(),
    route: p.text(),
    /** SHA-256 of method, address and canonical body: the same key with another one is refused. */
    fingerprint: p.text(),
    /** `running` under a lease, `open` to be tried again, `done` with its answer. */
    state: p.text().check("state in ('running', 'open', 'done')"),
    holder: p.uuid().nullable(),
    lockedUntil: p.datetime().nullable(),
    tries: p.integer().default(1),
    status: p.integer().nullable(),
    headers: p.json<Record<string, string>>().nullable(),
    /** Text as it was sent, sealed: a replay is the same answer to the byte. */
    body: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    expiresAt: p.datetime(),
  },
});

/** What was answered under an Idempotency-Key, or who works under it. */
export class KeptAnswer extends KeptAnswerSchema.class {}

KeptAnswerSchema.setClass(KeptAnswer);
