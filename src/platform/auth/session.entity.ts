import { defineEntity, p } from '@mikro-orm/core';

const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'platform_session',
  properties: {
    /** SHA-256 of the id in the cookie, hexadecimal: who reads the table cannot sign in with it. */
    hash: p.text().primary(),
    /** Absent: opened by the one-time link before there was an owner. */
    adminId: p.uuid().nullable().index('platform_session_admin_id_index'),
    createdAt: p.datetime(),
    seenAt: p.datetime(),
    address: p.text().nullable(),
    agent: p.text().nullable(),
  },
});

/** A browser that is signed in. Ending it deletes the row. */
export class SessionRow extends SessionSchema.class {}

SessionSchema.setClass(SessionRow);
