import type { InboxEvent } from '../../webhooks/index.js';
import type { Reference, StripeObject } from '../mirror/stripe-objects.js';

export interface LineObject {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly discount_amounts?: readonly { readonly amount: number }[] | null;
  readonly parent?: {
    readonly type?: string;
    readonly subscription_item_details?: {
      readonly subscription_item?: string;
      readonly proration?: boolean;
      readonly subscription?: string | null;
    } | null;
    readonly invoice_item_details?: { readonly proration?: boolean; readonly subscription?: string | null } | null;
  } | null;
  readonly period: { readonly start: number; readonly end: number };
  readonly pricing?: {
    readonly price_details?: { readonly price?: Reference; readonly product?: string } | null;
  } | null;
  readonly quantity: number | null;
  readonly taxes?:
    | readonly {
        readonly amount: number;
        readonly tax_behavior?: string;
        readonly tax_rate_details?: { readonly tax_rate?: string } | null;
      }[]
    | null;
}

export interface InvoiceObject extends StripeObject {
  readonly status: string | null;
  readonly number: string | null;
  readonly currency: string;
  readonly customer: Reference;
  readonly parent?: { readonly subscription_details?: { readonly subscription?: Reference } | null } | null;
  readonly billing_reason: string | null;
  readonly subtotal: number;
  readonly total: number;
  readonly amount_due: number;
  readonly amount_paid: number;
  readonly amount_remaining: number;
  readonly amount_paid_off_stripe?: number | null;
  readonly attempt_count: number;
  readonly next_payment_attempt: number | null;
  readonly due_date: number | null;
  readonly starting_balance: number;
  readonly ending_balance: number | null;
  readonly hosted_invoice_url?: string | null;
  readonly lines: { readonly data: readonly LineObject[] };
  readonly status_transitions: {
    readonly finalized_at: number | null;
    readonly paid_at: number | null;
    readonly voided_at: number | null;
  };
}

export interface InvoicePaymentObject extends StripeObject {
  readonly invoice: Reference;
  readonly status: string;
  readonly amount_paid: number | null;
  readonly amount_requested: number;
  readonly currency: string;
  readonly payment: { readonly type: string; readonly payment_intent?: Reference; readonly charge?: Reference };
  readonly status_transitions?: { readonly paid_at: number | null } | null;
}

/** Everything heard of one invoice, joined: any order and repetition of the events gives the same history. */
export interface InvoiceHistory {
  readonly invoice: InvoiceObject | undefined;
  readonly payments: readonly InvoicePaymentObject[];
  readonly isDeleted: boolean;
  readonly cause: InboxEvent;
}

/** `draft < open < uncollectible < paid | void`: levels may be skipped, never stepped down. */
const RANK: Readonly<Record<string, number>> = { draft: 0, open: 1, uncollectible: 2, paid: 3, void: 3 };
const PAYMENT_RANK: Readonly<Record<string, number>> = { open: 0, paid: 1, canceled: 1 };

export function invoiceHistory(events: readonly InboxEvent[]): InvoiceHistory | undefined {
  const sorted = events.toSorted(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.externalId < b.externalId ? -1 : 1),
  );
  const cause = sorted.at(-1);
  if (!cause) return undefined;
  const objects = sorted.map(({ body }) => body.data.object as unknown as StripeObject);
  const invoices = objects.filter((one): one is InvoiceObject => one.object === 'invoice');
  const payments = objects.filter((one): one is InvoicePaymentObject => one.object === 'invoice_payment');
  return {
    invoice: invoices.length > 0 ? invoices.reduce(joinInvoices) : undefined,
    payments: [...Map.groupBy(payments, ({ id }) => id).values()].map((seen) => seen.reduce(joinPayments)),
    isDeleted: sorted.some(({ type }) => type === 'invoice.deleted'),
    cause,
  };
}

/** The further state stands; of two equally far the one that has been attempted and paid more, then the later one. */
function joinInvoices(known: InvoiceObject, next: InvoiceObject): InvoiceObject {
  const further = compare(rankOf(known), rankOf(next)) > 0 ? known : next;
  return {
    ...further,
    amount_paid: Math.max(known.amount_paid, next.amount_paid),
    attempt_count: Math.max(known.attempt_count, next.attempt_count),
  };
}

function rankOf({ status, amount_paid, attempt_count }: InvoiceObject): readonly number[] {
  return [RANK[status ?? 'draft'] ?? 0, amount_paid, attempt_count];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const difference = a.findIndex((value, index) => value !== b[index]);
  return difference < 0 ? 0 : (a[difference] ?? 0) - (b[difference] ?? 0);
}

function joinPayments(known: InvoicePaymentObject, next: InvoicePaymentObject): InvoicePaymentObject {
  return (PAYMENT_RANK[known.status] ?? 0) > (PAYMENT_RANK[next.status] ?? 0) ? known : next;
}
