import {
  aCurrency,
  anId,
  anInstant,
  aText,
  aWhole,
  orNull,
  type EventSchema,
} from '../../platform/events/event-schema.js';
import { eventType } from '../../platform/events/event-types.js';
import type {
  CreditNoteIssued,
  CreditNoteVoided,
  InvoiceFinalized,
  InvoicePaid,
  InvoicePaymentFailed,
  InvoiceUncollectible,
  InvoiceVoided,
  PaymentAuthorized,
  PaymentCanceled,
  PaymentCaptured,
  PaymentFailed,
  RefundFailed,
  RefundIssued,
} from './billing.events.js';
import { disputeEventTypes } from './disputes/dispute-event-types.js';
import { intentEventTypes } from './intents/intent-event-types.js';
import { payoutEventTypes } from './payouts/payout-event-types.js';
import { breakEventTypes } from './reconciliation/break-event-types.js';
import { subscriptionEventTypes } from './subscriptions/subscription-event-types.js';

const money: Readonly<Record<'minor' | 'currency', EventSchema>> = { minor: aWhole, currency: aCurrency };
const ninetySeven = { minor: 9700, currency: 'usd' };

const customerId = '0199a8a0-0000-7000-8000-000000000021';
const paymentId = '0199a8a0-0000-7000-8000-000000000031';
const refundId = '0199a8a0-0000-7000-8000-000000000032';

const payments = [
  eventType<PaymentAuthorized>('billing.payment.authorized', {
    meaning: 'Money of a customer is held on the card until it is captured.',
    data: { paymentId: anId, customerId: orNull(anId), ...money, captureBefore: orNull(anInstant) },
    example: { paymentId, customerId, ...ninetySeven, captureBefore: '2026-03-08T00:00:00.000Z' },
  }),
  eventType<PaymentCanceled>('billing.payment.canceled', {
    meaning: 'A payment was given up, or what was held of it is free again.',
    data: { paymentId: anId, customerId: orNull(anId), ...money, reason: orNull(aText) },
    example: { paymentId, customerId, ...ninetySeven, reason: 'requested_by_customer' },
  }),
  eventType<PaymentCaptured>('billing.payment.captured', {
    meaning: 'Money of a customer is ours.',
    data: { paymentId: anId, customerId: orNull(anId), ...money, description: orNull(aText) },
    example: { paymentId, customerId, ...ninetySeven, description: 'Professional Plan Subscription' },
  }),
  eventType<PaymentFailed>('billing.payment.failed', {
    meaning: 'A payment was declined.',
    data: { paymentId: anId, customerId: orNull(anId), ...money, declineCode: orNull(aText) },
    example: { paymentId, customerId, ...ninetySeven, declineCode: 'insufficient_funds' },
  }),
  eventType<RefundIssued>('billing.refund.issued', {
    meaning: 'Money goes back to a customer.',
    data: { refundId: anId, paymentId: anId, customerId: orNull(anId), ...money },
    example: { refundId, paymentId, customerId, ...ninetySeven },
  }),
  eventType<RefundFailed>('billing.refund.failed', {
    meaning: 'A refund did not reach the customer; the money is ours again.',
    data: { refundId: anId, paymentId: anId, ...money, reason: orNull(aText) },
    example: { refundId, paymentId, ...ninetySeven, reason: 'lost_or_stolen_card' },
  }),
];

const invoice = {
  invoiceId: anId,
  customerId: anId,
  subscriptionId: orNull({ ...aText, description: 'The provider’s id.' }),
  ...money,
  number: orNull(aText),
};
const anInvoice = {
  invoiceId: '0199a8a0-0000-7000-8000-000000000033',
  customerId,
  subscriptionId: 'sub_1',
  ...ninetySeven,
  number: 'A-0001',
};

const creditNote = {
  creditNoteId: anId,
  customerId: anId,
  providerInvoiceId: aText,
  ...money,
  number: aText,
  reason: orNull(aText),
};
const aCreditNote = {
  creditNoteId: '0199a8a0-0000-7000-8000-000000000034',
  customerId,
  providerInvoiceId: 'in_1',
  ...ninetySeven,
  number: 'A-0001-CN-01',
  reason: 'product_unsatisfactory',
};

const invoices = [
  eventType<InvoiceFinalized>('billing.invoice.finalized', {
    meaning: 'An invoice is final: the customer owes it.',
    data: invoice,
    example: anInvoice,
  }),
  eventType<InvoicePaid>('billing.invoice.paid', {
    meaning: 'An invoice is paid in full.',
    data: invoice,
    example: anInvoice,
  }),
  eventType<InvoicePaymentFailed>('billing.invoice.payment-failed', {
    meaning: 'An attempt to collect an invoice failed.',
    data: { ...invoice, attempts: aWhole },
    example: { ...anInvoice, attempts: 1 },
  }),
  eventType<InvoiceVoided>('billing.invoice.voided', {
    meaning: 'An invoice was voided: nobody owes it any more.',
    data: invoice,
    example: anInvoice,
  }),
  eventType<CreditNoteIssued>('billing.credit-note.issued', {
    meaning: 'Part of an invoice was taken back.',
    data: creditNote,
    example: aCreditNote,
  }),
  eventType<CreditNoteVoided>('billing.credit-note.voided', {
    meaning: 'A credit note was voided: nothing of its invoice is taken back by it any more.',
    data: creditNote,
    example: aCreditNote,
  }),
  eventType<InvoiceUncollectible>('billing.invoice.uncollectible', {
    meaning: 'What is left of an invoice is given up; it may still be paid.',
    data: invoice,
    example: anInvoice,
  }),
];

export const billingEventTypes = [
  ...payments,
  ...invoices,
  ...subscriptionEventTypes,
  ...disputeEventTypes,
  ...payoutEventTypes,
  ...breakEventTypes,
  ...intentEventTypes,
];
