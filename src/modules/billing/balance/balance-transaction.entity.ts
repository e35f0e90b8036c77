import { defineEntity, p } from '@mikro-orm/core';

const BalanceTransactionSchema = defineEntity({
  name: 'BalanceTransaction',
  tableName: 'billing_balance_transaction',
  properties: {
    providerId: p.text().primary(),
    type: p.text(),
    sourceId: p.text().nullable().index('billing_balance_transaction_source_id_index'),
    minor: p.bigint('number'),
    feeMinor: p.bigint('number'),
    netMinor: p.bigint('number'),
    currency: p.text(),
    availableAt: p.datetime(),
    createdAt: p.datetime(),
  },
});

/** A movement of the balance the provider holds for us. */
export class BalanceTransaction extends BalanceTransactionSchema.class {}

BalanceTransactionSchema.setClass(BalanceTransaction);
