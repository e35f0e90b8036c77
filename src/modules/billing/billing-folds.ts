import type { FactoryProvider, OnModuleInit } from '@nestjs/common';
import { Folds, type Fold } from '../webhooks/index.js';
import { BalanceTransactionFold } from './balance/balance-transaction.fold.js';
import { CatalogFold } from './catalog/catalog.fold.js';
import { CouponFold } from './coupons/coupon.fold.js';
import { CreditNoteFold } from './credit-notes/credit-note.fold.js';
import { CustomerFold } from './customers/customer.fold.js';
import { DisputeFold } from './disputes/dispute.fold.js';
import { InvoiceFold } from './invoices/invoice.fold.js';
import { PaymentFold } from './payments/payment.fold.js';
import { PayoutFold } from './payouts/payout.fold.js';
import { SubscriptionFold } from './subscriptions/subscription.fold.js';

/** What the provider's events mean, object by object. */
export const BILLING_FOLDS = [
  CustomerFold,
  CatalogFold,
  SubscriptionFold,
  InvoiceFold,
  PaymentFold,
  BalanceTransactionFold,
  CouponFold,
  CreditNoteFold,
  PayoutFold,
  DisputeFold,
];

/** Tells the inbox which objects billing folds. */
class BillingFolds implements OnModuleInit {
  constructor(
    private readonly folds: Folds,
    private readonly ours: readonly Fold[],
  ) {}

  onModuleInit(): void {
    for (const fold of this.ours) this.folds.register(fold);
  }
}

export const billingFolds: FactoryProvider<BillingFolds> = {
  provide: BillingFolds,
  inject: [Folds, ...BILLING_FOLDS],
  useFactory: (folds: Folds, ...ours: Fold[]) => new BillingFolds(folds, ours),
};
