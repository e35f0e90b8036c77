import { defineEntity, p } from '@mikro-orm/core';

const ConflictSchema = defineEntity({
  name: 'Conflict',
  tableName: 'webhooks_conflict',
  uniques: [
    { properties: ['inboxId', 'secondSha256'], name: 'webhooks_conflict_inbox_id_second_sha256_unique' },
    { properties: ['seq'], name: 'webhooks_conflict_seq_unique' },
  ],
  properties: {
    id: p.uuid().primary(),
    seq: p.bigint('string').autoincrement().generated('identity'),
    inboxId: p.uuid(),
    firstSha256: p.blob().fieldName('first_sha256'),
    secondSha256: p.blob().fieldName('second_sha256'),
    headers: p.json<Record<string, string>>(),
    body: p.blob(),
    receivedAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

/** Another body under an id we already know. The first stands; this one is kept to be looked at. */
export class Conflict extends ConflictSchema.class {}

ConflictSchema.setClass(Conflict);
