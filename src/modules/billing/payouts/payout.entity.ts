import { defineEntity, p } from '@mikro-orm/core';

const PayoutSchema = defineEntity({
  name: 'Payout',
  tableName: 'billing_payout',
  indexes: [{ properties: ['createdAt', 'id'], name: 'billing_payout_created_at_id_index' }],
  properties: {
    id: p.uuid().primary(),
    providerId: p.text().unique('billing_payout_provider_id_unique'),
    status: p.text(),
    minor: p.bigint('number'),
    currency: p.text(),
    /** Made by the provider's own schedule; only then does it say which movements it is made of. */
    automatic: p.boolean(),
    arrivesAt: p.datetime(),
    balanceTransaction: p.text().nullable(),
    failureBalanceTransaction: p.text().nullable(),
    failureCode: p.text().nullable(),
    livemode: p.boolean(),
    createdAt: p.datetime(),
  },
});

/** Money on its way from the provider's balance to the bank. */
export class Payout extends PayoutSchema.class {}

PayoutSchema.setClass(Payout);
