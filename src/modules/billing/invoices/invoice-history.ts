import { inOrder, joined, largest, type InboxEvent } from '../../webhooks/index.js';
import { furthestOf, isShownAfter, snapshotsOf, type Snapshot } from '../mirror/snapshots.js';
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

/** The subscription an invoice is of, with its metadata as it was when the invoice was made. */
interface SubscriptionDetails {
  readonly subscription?: Reference;
  readonly metadata?: Readonly<Record<string, string>> | null;
}

export interface InvoiceObject extends StripeObject {
  readonly status: string | null;
  readonly number: string | null;
  readonly currency: string;
  readonly customer: Reference;
  readonly parent?: { readonly subscription_details?: SubscriptionDetails | null } | null;
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
  /** What was left of it when it was marked uncollectible; ours, joined from what was shown then. */
  readonly given_up?: number;
  /** The first ten where it `has_more`. */
  readonly lines: { readonly data: readonly LineObject[]; readonly has_more?: boolean };
  readonly status_transitions: {
    readonly finalized_at: number | null;
    readonly paid_at: number | null;
    readonly voided_at: number | null;
    readonly marked_uncollectible_at?: number | null;
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
  /** When we were told last, but for what we read ourselves. */
  readonly toldAt: Date;
}

/** Levels may be skipped, never stepped down. */
const LEVELS = [['draft'], ['open'], ['uncollectible'], ['paid', 'void']];
const PAYMENT_LEVELS = [['open'], ['paid', 'canceled']];

export function invoiceHistory(events: readonly InboxEvent[]): InvoiceHistory | undefined {
  const cause = inOrder(events).at(-1);
  if (!cause) return undefined;
  const [invoice] = snapshotsOf<InvoiceObject>(events, 'invoice');
  return {
    invoice: invoice && joinedInvoice(invoice),
    payments: snapshotsOf<InvoicePaymentObject>(events, 'invoice_payment').map((seen) =>
      furthestOf(seen, PAYMENT_LEVELS),
    ),
    isDeleted: events.some(({ type }) => type === 'invoice.deleted'),
    cause,
    toldAt: toldAt(events),
  };
}

/** What was paid and how often it was tried only grow; what is left falls as they do. */
function joinedInvoice(seen: readonly Snapshot<InvoiceObject>[]): InvoiceObject {
  const objects = seen.map(({ object }) => object);
  const furthest = furthestOf(seen, LEVELS);
  const lines = linesOf(furthest, seen);
  const paid =
    joined(
      largest,
      objects.map(({ amount_paid }) => amount_paid),
    ) ?? 0;
  return {
    ...furthest,
    lines,
    amount_paid: paid,
    given_up: Math.max(0, ...objects.filter(isGivenUp).map(({ amount_remaining }) => amount_remaining)),
    amount_remaining: furthest.amount_remaining - (paid - furthest.amount_paid),
    attempt_count:
      joined(
        largest,
        objects.map(({ attempt_count }) => attempt_count),
      ) ?? 0,
  };
}

function toldAt(events: readonly InboxEvent[]): Date {
  const told = events.filter(({ source }) => source !== 'refetch');
  return new Date(Math.max(0, ...told.map(({ receivedAt }) => receivedAt.getTime())));
}

function isGivenUp({ status }: InvoiceObject): boolean {
  return status === 'uncollectible';
}

/**
 * All lines, where only the first were shown and somebody showed all of the same: a final invoice keeps its lines,
 * those of a draft may be others than were shown before.
 */
function linesOf(invoice: InvoiceObject, seen: readonly Snapshot<InvoiceObject>[]): InvoiceObject['lines'] {
  const shown = seen.find(({ object }) => object === invoice)?.event;
  if (!invoice.lines.has_more || !shown) return invoice.lines;
  const keepsLines = ({ object, event }: Snapshot<InvoiceObject>): boolean =>
    invoice.status === 'draft' ? isShownAfter(event, shown) : object.status !== 'draft';
  const whole = seen.filter((one) => !one.object.lines.has_more && keepsLines(one) && isSame(one.object, invoice));
  const last = inOrder(whole.map(({ event }) => event)).at(-1);
  return whole.find(({ event }) => event === last)?.object.lines ?? invoice.lines;
}

function isSame(whole: InvoiceObject, shown: InvoiceObject): boolean {
  if (whole.total !== shown.total || whole.subtotal !== shown.subtotal) return false;
  return shown.lines.data.every(({ id, amount }, index) => {
    const line = whole.lines.data[index];
    return line?.id === id && line.amount === amount;
  });
}
