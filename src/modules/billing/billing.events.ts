import type { DomainEvent } from '../../kernel/domain-event.js';

/** One item of a subscription as it stood from an instant on. */
export interface VersionItem {
  /** The provider's item id: stable over changes of plan and quantity. */
  itemKey: string;
  priceId: string;
  planId: string;
  planName: string;
  interval: 'day' | 'week' | 'month' | 'year';
  intervalCount: number;
  quantity: number;
  metered: boolean;
  /** The plain yearly value in minor units, `forever` discounts taken off; which statuses count is analytics' policy. */
  arrMinor: number;
}

export interface VersionTold {
  seq: number;
  startsAt: string;
  status: string;
  currency: string;
  items: VersionItem[];
  cancelAt: string | null;
  /** `void` | `keep_as_draft` | `mark_uncollectible` while collection is paused. */
  pause: string | null;
  trialEndsAt: string | null;
  /** `cancellation_requested` | `payment_failed` | `payment_disputed` and the customer's own words, once ended. */
  endReason: string | null;
  endFeedback: string | null;
  inboxEvent: string | null;
  providerEvent: string | null;
}

/** The whole changed tail of a subscription's history, late or not: replaces everything from the first `startsAt` on. */
export type SubscriptionVersioned = DomainEvent<
  'billing.subscription.versioned',
  {
    subscriptionId: string;
    providerId: string;
    customerId: string;
    livemode: boolean;
    /** The whole history in force, oldest first. */
    versions: VersionTold[];
  }
>;

/** Money is held on the customer's card; nothing is ours until it is captured. */
export type PaymentAuthorized = DomainEvent<
  'billing.payment.authorized',
  { paymentId: string; customerId: string | null; minor: number; currency: string; captureBefore: string | null }
>;

export type PaymentCaptured = DomainEvent<
  'billing.payment.captured',
  { paymentId: string; customerId: string | null; minor: number; currency: string; description: string | null }
>;

export type PaymentFailed = DomainEvent<
  'billing.payment.failed',
  { paymentId: string; customerId: string | null; minor: number; currency: string; declineCode: string | null }
>;

/** It will not be taken; what was held is free. `automatic`: it was not captured in time. */
export type PaymentCanceled = DomainEvent<
  'billing.payment.canceled',
  { paymentId: string; customerId: string | null; minor: number; currency: string; reason: string | null }
>;

export type RefundIssued = DomainEvent<
  'billing.refund.issued',
  { refundId: string; paymentId: string; customerId: string | null; minor: number; currency: string }
>;

export type RefundFailed = DomainEvent<
  'billing.refund.failed',
  { refundId: string; paymentId: string; minor: number; currency: string; reason: string | null }
>;

export type InvoiceFinalized = DomainEvent<
  'billing.invoice.finalized',
  {
    invoiceId: string;
    customerId: string;
    /** The provider's. */
    subscriptionId: string | null;
    minor: number;
    currency: string;
    number: string | null;
  }
>;

export type InvoicePaid = DomainEvent<
  'billing.invoice.paid',
  {
    invoiceId: string;
    customerId: string;
    /** The provider's. */
    subscriptionId: string | null;
    minor: number;
    currency: string;
    number: string | null;
  }
>;

export type InvoicePaymentFailed = DomainEvent<
  'billing.invoice.payment-failed',
  {
    invoiceId: string;
    customerId: string;
    /** The provider's. */
    subscriptionId: string | null;
    minor: number;
    currency: string;
    number: string | null;
    attempts: number;
  }
>;

export type InvoiceVoided = DomainEvent<'billing.invoice.voided', InvoicePaid['data']>;

export type CreditNoteIssued = DomainEvent<
  'billing.credit-note.issued',
  {
    creditNoteId: string;
    customerId: string;
    providerInvoiceId: string;
    minor: number;
    currency: string;
    number: string;
    reason: string | null;
  }
>;

export type CreditNoteVoided = DomainEvent<'billing.credit-note.voided', CreditNoteIssued['data']>;

export type InvoiceUncollectible = DomainEvent<'billing.invoice.uncollectible', InvoicePaid['data']>;

/** A turn in a subscription's life; `reason` is why it ended. */
interface Turn {
  subscriptionId: string;
  customerId: string;
  status: string;
  reason: string | null;
}

export type SubscriptionStarted = DomainEvent<'billing.subscription.started', Turn>;
export type SubscriptionTrialStarted = DomainEvent<'billing.subscription.trial-started', Turn>;
export type SubscriptionTrialEnding = DomainEvent<
  'billing.subscription.trial-ending',
  Turn & { trialEndsAt: string | null }
>;
export type SubscriptionPaused = DomainEvent<'billing.subscription.paused', Turn>;
export type SubscriptionResumed = DomainEvent<'billing.subscription.resumed', Turn>;
export type SubscriptionPastDue = DomainEvent<'billing.subscription.past-due', Turn>;
export type SubscriptionRecovered = DomainEvent<'billing.subscription.recovered', Turn>;
export type SubscriptionEnded = DomainEvent<'billing.subscription.ended', Turn>;
