import { inForce } from './coupons/discounts.js';
import { lineOf } from './invoice-lines.js';
import { setLines } from './invoice-totals.js';
import type { Span } from './subscription-calendar.js';
import type { Unit } from './unit.js';
import type { Customer, Invoice, InvoiceItem, InvoiceLine, Subscription } from './wire.js';

const HOUR = 3_600;

export interface Wish {
  readonly customer: Customer;
  readonly currency: string;
  readonly reason: NonNullable<Invoice['billing_reason']>;
  readonly subscription?: Subscription;
  readonly lines: readonly InvoiceLine[];
  readonly period: Span;
  readonly autoAdvance: boolean;
  /** Leaves the customer's pending items for another invoice. */
  readonly alone?: boolean;
  /** Its beginning is told by the caller, after something that must come first. */
  readonly quiet?: boolean;
}

/** A draft of these lines, with the customer's pending items of the same currency that belong on it. */
export async function draft(unit: Unit, wish: Wish): Promise<Invoice> {
  const pending = wish.alone ? [] : await pendingItems(unit, wish);
  const invoice = await drawn(unit, wish, pending);
  for (const item of pending) item.invoice = invoice.id;
  wish.customer.currency ??= wish.currency;
  if (wish.autoAdvance) finalizeLater(unit, invoice);
  return unit.add(invoice, wish.quiet ? undefined : 'invoice.created');
}

/** What such a draft would be; nothing is made. */
export async function sketch(unit: Unit, wish: Wish): Promise<Invoice> {
  return drawn(unit, wish, await pendingItems(unit, wish));
}

async function drawn(unit: Unit, wish: Wish, pending: readonly InvoiceItem[]): Promise<Invoice> {
  const invoice = blankInvoice(unit, wish);
  invoice.discounts = await discountsOf(unit, wish);
  invoice.default_tax_rates = structuredClone(wish.subscription?.default_tax_rates ?? []);
  await setLines(unit, invoice, [...pending.map((item) => lineOf(unit, item)), ...wish.lines]);
  return invoice;
}

async function discountsOf(unit: Unit, { subscription, customer }: Wish): Promise<string[]> {
  if (subscription) return inForce(unit, subscription);
  return customer.discount ? [customer.discount.id] : [];
}

/** Drafts that advance by themselves stay open to changes for an hour. */
export function finalizeLater(unit: Unit, invoice: Invoice): void {
  invoice.automatically_finalizes_at = unit.at + HOUR;
  unit.due('invoice.finalize', invoice.id, unit.at + HOUR);
}

async function pendingItems(unit: Unit, { customer, subscription, currency }: Wish): Promise<InvoiceItem[]> {
  const items = await unit.find('invoiceitem', 'customer', customer.id);
  return items.filter((item) => {
    const of = item.parent?.subscription_details?.subscription;
    return item.invoice === null && item.currency === currency && (of === undefined || of === subscription?.id);
  });
}

/** What a new invoice of this account has not, or not yet. */
const UNUSED = {
  object: 'invoice',
  account_country: 'US',
  account_name: 'Local sandbox',
  account_tax_ids: null,
  amount_due: 0,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_remaining: 0,
  amount_shipping: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  automatically_finalizes_at: null,
  custom_fields: null,
  customer_account: null,
  customer_shipping: null,
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  effective_at: null,
  ending_balance: null,
  footer: null,
  from_invoice: null,
  hosted_invoice_url: null,
  invoice_pdf: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  metadata: {},
  number: null,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  status: 'draft',
  status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  subtotal: 0,
  subtotal_excluding_tax: 0,
  test_clock: null,
  total: 0,
  total_discount_amounts: [],
  total_excluding_tax: 0,
  total_pretax_credit_amounts: [],
  total_taxes: [],
  webhooks_delivered_at: null,
} satisfies Partial<Invoice>;

export function blankInvoice(
  unit: Unit,
  { customer, currency, reason, subscription, period, autoAdvance }: Wish,
): Invoice {
  const id = unit.id('in');
  const sends = subscription?.collection_method === 'send_invoice';
  const days = subscription?.days_until_due ?? 30;
  return {
    ...structuredClone(UNUSED),
    id,
    auto_advance: autoAdvance,
    billing_reason: reason,
    collection_method: sends ? 'send_invoice' : 'charge_automatically',
    created: unit.at,
    currency,
    customer: customer.id,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_tax_exempt: customer.tax_exempt ?? 'none',
    due_date: sends ? unit.at + days * 24 * HOUR : null,
    lines: { object: 'list', data: [], has_more: false, url: `/v1/invoices/${id}/lines` },
    next_payment_attempt: autoAdvance && !sends ? unit.at + HOUR : null,
    parent: subscription ? parentOf(subscription) : null,
    period_end: period.end,
    period_start: period.start,
    test_clock: customer.test_clock ?? null,
  };
}

function parentOf({ id, metadata }: Subscription): Invoice['parent'] {
  return {
    quote_details: null,
    subscription_details: { metadata: structuredClone(metadata), subscription: id },
    type: 'subscription_details',
  };
}
