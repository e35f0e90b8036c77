import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Folds } from '../webhooks/index.js';
import { BalanceTransactionFold } from './balance/balance-transaction.fold.js';
import { CatalogFold } from './catalog/catalog.fold.js';
import { CustomerFold } from './customers/customer.fold.js';
import { InvoiceFold } from './invoices/invoice.fold.js';
import { PaymentFold } from './payments/payment.fold.js';
import { SubscriptionFold } from './subscriptions/subscription.fold.js';

/** What the provider's events mean, object by object. */
export const BILLING_FOLDS = [
  CustomerFold,
  CatalogFold,
  SubscriptionFold,
  InvoiceFold,
  PaymentFold,
  BalanceTransactionFold,
];

/** Tells the inbox which objects billing folds. */
@Injectable()
export class BillingFolds implements OnModuleInit {
  constructor(
    private readonly folds: Folds,
    private readonly module: ModuleRef,
  ) {}

  onModuleInit(): void {
    for (const fold of BILLING_FOLDS) this.folds.register(this.module.get(fold, { strict: false }));
  }
}
