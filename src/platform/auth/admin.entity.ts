import { defineEntity, p } from '@mikro-orm/core';

const AdminSchema = defineEntity({
  name: 'Admin',
  tableName: 'platform_admin',
  uniques: [{ properties: ['email'], name: 'platform_admin_email_unique' }],
  properties: {
    id: p.uuid().primary(),
    /** Lower case. */
    email: p.text(),
    passwordHash: p.text(),
    roles: p.array().columnType('text[]'),
    failures: p.integer().default(0),
    lockedUntil: p.datetime().nullable(),
    disabledAt: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
});

/** A person who may sign in to the back office. */
export class Admin extends AdminSchema.class {}

AdminSchema.setClass(Admin);
