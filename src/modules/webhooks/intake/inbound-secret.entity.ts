import { defineEntity, p } from '@mikro-orm/core';

const InboundSecretSchema = defineEntity({
  name: 'InboundSecret',
  tableName: 'webhooks_inbound_secret',
  uniques: [{ properties: ['provider', 'label'], name: 'webhooks_inbound_secret_provider_label_unique' }],
  properties: {
    id: p.uuid().primary(),
    provider: p.text(),
    label: p.text(),
    sealed: p.text(),
    startsAt: p.datetime(),
    endsAt: p.datetime().nullable(),
  },
});

/** A secret a provider signs with, sealed; valid in a half-open span so that two overlap while one is rolled. */
export class InboundSecret extends InboundSecretSchema.class {}

InboundSecretSchema.setClass(InboundSecret);
