import { defineEntity, p } from '@mikro-orm/core';

const SignInLinkSchema = defineEntity({
  name: 'SignInLink',
  tableName: 'platform_sign_in_link',
  properties: {
    hash: p.text().primary(),
    expiresAt: p.datetime(),
    usedAt: p.datetime().nullable(),
  },
});

/** A link printed at start, by the hash of its token. */
export class SignInLinkRow extends SignInLinkSchema.class {}

SignInLinkSchema.setClass(SignInLinkRow);
