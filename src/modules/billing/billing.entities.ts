import { BalanceTransaction } from './balance/balance-transaction.entity.js';
import { Coupon, Discount } from './coupons/coupon.entity.js';
import { CreditNote } from './credit-notes/credit-note.entity.js';
import { Price, Product } from './catalog/product.entity.js';
import { Dispute } from './disputes/dispute.entity.js';
import { Intent } from './intents/intent.entity.js';
import { Invoice, InvoiceLine, InvoicePayment } from './invoices/invoice.entity.js';
import { Charge, Payment, Refund } from './payments/payment.entity.js';
import { BorrowedId } from './mirror/borrowed-id.entity.js';
import { Payout } from './payouts/payout.entity.js';
import { Break } from './reconciliation/break.entity.js';
import { ReconciliationRun } from './reconciliation/run.entity.js';
import { Subscription, SubscriptionVersion } from './subscriptions/subscription.entity.js';

export { Invoice, InvoiceLine, Payment, Refund, Subscription };

export const billingEntities = [
  Product,
  Price,
  Subscription,
  SubscriptionVersion,
  Invoice,
  InvoiceLine,
  InvoicePayment,
  Payment,
  Charge,
  Refund,
  BalanceTransaction,
  Coupon,
  CreditNote,
  Discount,
  Intent,
  Payout,
  Dispute,
  ReconciliationRun,
  Break,
  BorrowedId,
];
