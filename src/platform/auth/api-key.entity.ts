import { defineEntity, p } from '@mikro-orm/core';

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'platform_api_key',
  uniques: [{ properties: ['hash'], name: 'platform_api_key_hash_unique' }],
  indexes: [{ properties: ['replaces'], name: 'platform_api_key_replaces_index' }],
  properties: {
    id: p.uuid().primary(),
    /** HMAC-SHA-256 of the key under the pepper, in hex; the key itself is shown once and kept nowhere. */
    hash: p.text(),
    lastFour: p.text(),
    name: p.text(),
    scopes: p.array().columnType('text[]'),
    createdAt: p.datetime(),
    createdBy: p.text(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().nullable(),
    /** The key this one is the successor of. */
    replaces: p.uuid().nullable(),
  },
});

/** A program's right to act, and what it reaches. */
export class ApiKey extends ApiKeySchema.class {}

ApiKeySchema.setClass(ApiKey);
