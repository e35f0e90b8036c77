import { defineEntity, p } from '@mikro-orm/core';

const VaultKeySchema = defineEntity({
  name: 'VaultKey',
  tableName: 'platform_vault_key',
  properties: {
    /** `person:<uuid>`. */
    subject: p.text().primary(),
    /** The subject's key, sealed with a key of the installation. */
    wrapped: p.text(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

/** The key of one subject. Without it nothing that was sealed for the subject can be read, in any copy of the data. */
export class VaultKey extends VaultKeySchema.class {}

VaultKeySchema.setClass(VaultKey);
