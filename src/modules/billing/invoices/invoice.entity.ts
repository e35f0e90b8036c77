import { OptionalProps, defineEntity, p } from '@mikro-orm/core';
import { Money } from '../../../kernel/money.js';
import { InvoiceNotOpen } from './invoice.errors.js';

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void' | 'deleted';

const InvoiceSchema = defineEntity({
  name: 'Invoice',
  tableName: 'billing_invoice',
  indexes: [{ properties: ['createdAt', 'id'], name: 'billing_invoice_created_at_id_index' }],
  properties: {
    id: p.uuid().primary(),
    providerId: p.text().unique('billing_invoice_provider_id_unique'),
    customerId: p.uuid().index('billing_invoice_customer_id_index'),
    subscriptionProviderId: p.text().nullable().index('billing_invoice_subscription_provider_id_index'),
    number: p.text().nullable(),
    status: p.text().$type<InvoiceStatus>(),
    reason: p.text().nullable(),
    currency: p.text(),
    subtotalMinor: p.bigint('number'),
    taxMinor: p.bigint('number'),
    totalMinor: p.bigint('number'),
    dueMinor: p.bigint('number'),
    paidMinor: p.bigint('number'),
    remainingMinor: p.bigint('number'),
    attempts: p.integer(),
    nextAttemptAt: p.datetime().nullable(),
    dueAt: p.datetime().nullable(),
    finalizedAt: p.datetime().nullable(),
    paidAt: p.datetime().nullable(),
    voidedAt: p.datetime().nullable(),
    hostedUrl: p.text().nullable(),
    isForeign: p.boolean().default(false),
    livemode: p.boolean(),
    createdAt: p.datetime(),
  },
});

/** What a customer owes for named lines. Once finalised it never changes; it is paid, voided or credited. */
export class Invoice extends InvoiceSchema.class {
  [OptionalProps]?: 'total' | 'isForeign';

  get total(): Money {
    return Money.of(this.totalMinor, this.currency);
  }

  /** What its notes leave to credit: what is still owed, and of a paid one all that was not given back. @param credited minor units */
  creditable(credited: number): Money {
    const left = this.totalMinor - credited;
    return Money.of(this.status === 'paid' ? left : Math.min(left, this.remainingMinor), this.currency);
  }

  /** @throws InvoiceNotOpen */
  mustBe(...statuses: readonly InvoiceStatus[]): void {
    if (!statuses.includes(this.status)) throw new InvoiceNotOpen(this.id, this.status);
  }
}

InvoiceSchema.setClass(Invoice);

const InvoiceLineSchema = defineEntity({
  name: 'InvoiceLine',
  tableName: 'billing_invoice_line',
  properties: {
    invoiceId: p.uuid().primary(),
    providerId: p.text().primary(),
    position: p.integer(),
    kind: p.text().$type<'subscription' | 'proration' | 'usage' | 'one_time'>(),
    description: p.text().nullable(),
    priceId: p.text().nullable(),
    productId: p.text().nullable(),
    subscriptionItem: p.text().nullable(),
    quantity: p.integer().nullable(),
    minor: p.bigint('number'),
    netMinor: p.bigint('number'),
    taxes: p.json<{ rate: string; minor: number }[]>(),
    currency: p.text(),
    startsAt: p.datetime(),
    endsAt: p.datetime(),
  },
});

/** What an invoice charges for; price and product by the provider's ids. */
export class InvoiceLine extends InvoiceLineSchema.class {}

InvoiceLineSchema.setClass(InvoiceLine);

const InvoicePaymentSchema = defineEntity({
  name: 'InvoicePayment',
  tableName: 'billing_invoice_payment',
  properties: {
    providerId: p.text().primary(),
    invoiceId: p.uuid().index('billing_invoice_payment_invoice_id_index'),
    paymentProviderId: p.text().nullable().index('billing_invoice_payment_payment_provider_id_index'),
    status: p.text(),
    minor: p.bigint('number'),
    currency: p.text(),
    paidAt: p.datetime().nullable(),
  },
});

/** Which payment was set against which invoice, and how much of it. */
export class InvoicePayment extends InvoicePaymentSchema.class {}

InvoicePaymentSchema.setClass(InvoicePayment);
