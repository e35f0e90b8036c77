import { Module } from '@nestjs/common';
import { StripeModule } from '../../integrations/stripe/index.js';
import { CustomersModule } from '../customers/index.js';
import { LedgerModule } from '../ledger/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { BalanceProof } from './balance/balance-proof.js';
import { ProviderFetch } from './balance/provider-fetch.service.js';
import { BillingCauses } from './billing-causes.js';
import { BILLING_FOLDS, billingFolds } from './billing-folds.js';
import { BillingLoop } from './billing-loop.js';
import { BillingMetrics } from './billing-metrics.js';
import { BillingProofs } from './billing-proofs.js';
import { BillingWitnesses } from './billing-witnesses.js';
import { CatalogQueries } from './catalog/catalog-queries.service.js';
import { Catalog } from './catalog/catalog.service.js';
import { PriceController } from './catalog/price.controller.js';
import { ProductController } from './catalog/product.controller.js';
import { AccountController } from './customers/account.controller.js';
import { CreditNoteController } from './credit-notes/credit-note.controller.js';
import { CreditNoteQueries } from './credit-notes/credit-note-queries.service.js';
import { CreditNotes } from './credit-notes/credit-note.service.js';
import { DisputeController } from './disputes/dispute.controller.js';
import { DisputeQueries } from './disputes/dispute-queries.service.js';
import { Disputes } from './disputes/dispute.service.js';
import { CustomerAccounts } from './customers/customer-account.service.js';
import { Erasing } from './erasure/erasing.service.js';
import { Obstacles } from './erasure/obstacles.service.js';
import { PersonalBodies } from './erasure/personal-bodies.js';
import { ProviderDeletion } from './erasure/provider-deletion.service.js';
import { Answers } from './intents/answers.service.js';
import { Attempts } from './intents/attempts.service.js';
import { CustomerTurns } from './intents/customer-turns.service.js';
import { Decisions } from './intents/decisions.service.js';
import { Holds } from './intents/holds.service.js';
import { IntentController } from './intents/intent.controller.js';
import { IntentQueries } from './intents/intent-queries.service.js';
import { Janitor } from './intents/janitor.service.js';
import { ProviderCalls } from './intents/provider-calls.service.js';
import { InvoiceController } from './invoices/invoice.controller.js';
import { InvoiceQueries } from './invoices/invoice-queries.service.js';
import { Invoices } from './invoices/invoice.service.js';
import { OpenPayments } from './payments/open-payment.service.js';
import { PaymentController } from './payments/payment.controller.js';
import { PaymentMethods } from './payments/payment-method.service.js';
import { PaymentQueries } from './payments/payment.queries.js';
import { Payments } from './payments/payment.service.js';
import { RefundController } from './payments/refund.controller.js';
import { Refunds } from './payments/refund.service.js';
import { PayoutController } from './payouts/payout.controller.js';
import { PayoutQueries } from './payouts/payout-queries.service.js';
import { ReconciliationController } from './reconciliation/reconciliation.controller.js';
import { reconciliationParts } from './reconciliation/reconciliation-parts.js';
import { SubscriptionController } from './subscriptions/subscription.controller.js';
import { SubscriptionQueries } from './subscriptions/subscription-queries.service.js';
import { Subscriptions } from './subscriptions/subscription.service.js';
import { EventTypes } from '../../platform/events/event-types.js';
import { WakeUps } from '../../platform/events/wake-ups.js';
import { Loops } from '../../platform/jobs/loops.js';
import { billingEventTypes } from './billing-event-types.js';

@Module({
  imports: [StripeModule, CustomersModule, LedgerModule, WebhooksModule],
  controllers: [
    AccountController,
    ProductController,
    PriceController,
    SubscriptionController,
    InvoiceController,
    PaymentController,
    RefundController,
    DisputeController,
    CreditNoteController,
    IntentController,
    PayoutController,
    ReconciliationController,
  ],
  providers: [
    ...BILLING_FOLDS,
    ...reconciliationParts,
    Answers,
    BalanceProof,
    Attempts,
    BillingCauses,
    billingFolds,
    BillingMetrics,
    BillingProofs,
    BillingWitnesses,
    Catalog,
    CatalogQueries,
    CustomerAccounts,
    ...[CreditNotes, CreditNoteQueries, Disputes, DisputeQueries],
    CustomerTurns,
    Decisions,
    Erasing,
    Holds,
    IntentQueries,
    InvoiceQueries,
    Invoices,
    Janitor,
    Obstacles,
    OpenPayments,
    PaymentMethods,
    PaymentQueries,
    Payments,
    PayoutQueries,
    PersonalBodies,
    ProviderCalls,
    ProviderDeletion,
    ProviderFetch,
    Refunds,
    SubscriptionQueries,
    Subscriptions,
  ],
  exports: [IntentQueries],
})
export class BillingModule {
  constructor(types: EventTypes, loops: Loops, wakeUps: WakeUps, fetch: ProviderFetch, janitor: Janitor) {
    loops.register(new BillingLoop((stop) => fetch.fetchWanted(stop), wakeUps));
    loops.register(new BillingLoop((stop) => janitor.settle(stop), wakeUps));
    types.register(...billingEventTypes);
  }
}
