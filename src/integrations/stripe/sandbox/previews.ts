import { reducedAt } from './coupons/discounts.js';
import { discountsFor } from './coupons/redeeming.js';
import { draft } from './invoice-draft.js';
import { describedItem } from './lines/described-item.js';
import { periodLines, prorationItem } from './invoice-lines.js';
import { setLines } from './invoice-totals.js';
import { usageLines } from './meters/usage-lines.js';
import type { FormTree } from './form.js';
import { Params } from './params.js';
import { post, type Handler, type Route } from './routes.js';
import { invalid } from './sandbox.errors.js';
import type { Span } from './subscription-calendar.js';
import { applyChange, readChange, type Change } from './subscription-change.js';
import { drawnUp } from './subscription-create.js';
import { spanOf } from './subscription-items.js';
import { partLines, periodFrom } from './subscription-periods.js';
import { ratesOf } from './tax/tax-rates.js';
import type { Unit } from './unit.js';
import type { Customer, Invoice, Subscription } from './wire.js';

/** The invoice a change would make at once, the next one of a subscription, or one of what is pending. Nothing is kept. */
const preview: Handler = async (unit, params) => {
  const id = params.text('subscription');
  const invoice = id === undefined ? await pendingOf(unit, params) : await changed(unit, params, id);
  unit.forget();
  return invoice;
};

async function changed(unit: Unit, params: Params, id: string): Promise<Invoice> {
  params.ignore('customer', 'currency');
  const kept = await unit.get('subscription', id, 'subscription');
  const subscription = structuredClone(kept);
  const details = params.below('subscription_details') ?? new Params({});
  const change = await readChange(unit, details, subscription);
  const rates = await ratesOf(unit, details, 'default_tax_rates');
  subscription.default_tax_rates = rates ?? subscription.default_tax_rates;
  details.ignore('cancel_at_period_end', 'cancel_now');
  details.done();
  const { customer, currency } = subscription;
  const discounts = await discountsFor(unit, params, { customer, currency, subscription: id }, subscription.discounts);
  await addItems(unit, params, customer, id);
  const until = spanOf(subscription).end;
  const prorated = await applyChange(unit, subscription, change);
  for (const one of prorated) await prorationItem(unit, subscription, one, until);
  const atOnce = change.restart || (change.proration === 'always_invoice' && prorated.length > 0);
  const seen = atOnce ? subscription : await reducedAt(unit, subscription, until);
  seen.discounts = discounts ?? seen.discounts;
  return previewed(unit, seen, { change, atOnce });
}

/** What is pending of a customer, with what the call adds to it. */
async function pendingOf(unit: Unit, params: Params): Promise<Invoice> {
  const details = params.plain('subscription_details');
  if (details) return beginning(unit, params, details);
  const customer = await unit.get('customer', params.required('customer'), 'customer');
  const currency = params.currency() ?? customer.currency ?? 'usd';
  await addItems(unit, params, customer.id);
  const period = { start: unit.at, end: unit.at };
  const wish = { customer, currency, reason: 'manual' as const, lines: [], period, autoAdvance: false, quiet: true };
  const invoice = await draft(unit, wish);
  const discounts = await discountsFor(unit, params, { customer: customer.id, currency, invoice: invoice.id });
  if (discounts) {
    invoice.discounts = discounts;
    await setLines(unit, invoice, invoice.lines.data);
  }
  if (invoice.lines.data.length === 0) {
    throw invalid('No upcoming invoices for customer.', { code: 'invoice_upcoming_none' });
  }
  return dueOn(invoice, customer);
}

/** The first invoice of a subscription that would begin now. */
async function beginning(unit: Unit, params: Params, { start_date: start, ...details }: FormTree): Promise<Invoice> {
  const customer = await unit.get('customer', params.required('customer'), 'customer');
  await addItems(unit, params, customer.id);
  const currency = params.currency();
  params.ignore('discounts');
  const { discounts } = params.asked;
  const asked = new Params({
    ...details,
    customer: customer.id,
    ...(currency === undefined ? {} : { currency }),
    ...(discounts === undefined ? {} : { discounts }),
    ...(start === undefined ? {} : { backdate_start_date: start }),
  });
  const { invoice } = await drawnUp(unit, asked, null);
  asked.ignore('billing_mode');
  asked.done();
  return dueOn({ ...invoice, parent: null }, customer);
}

async function addItems(unit: Unit, params: Params, customerId: string, subscription?: string): Promise<void> {
  const customer = await unit.get('customer', customerId);
  for (const given of params.each('invoice_items') ?? []) {
    unit.add(await describedItem(unit, given, { customer, subscription, price: given.text('price') }));
    given.ignore('tax_behavior', 'tax_code');
    given.done();
  }
}

async function previewed(
  unit: Unit,
  subscription: Subscription,
  { change, atOnce }: { change: Change; atOnce: boolean },
): Promise<Invoice> {
  const span: Span = spanOf(subscription);
  if (!atOnce && subscription.cancel_at !== null && subscription.cancel_at <= span.end) {
    throw invalid('No upcoming invoices for this subscription.', { code: 'invoice_upcoming_none' });
  }
  const next = periodFrom(subscription, span.end);
  const lines = change.restart
    ? await periodLines(unit, subscription, span, subscription.status === 'trialing')
    : [...(await usageLines(unit, subscription, span)), ...(await partLines(unit, subscription, next))];
  const customer = await unit.get('customer', subscription.customer);
  const invoice = await draft(unit, {
    customer,
    currency: subscription.currency,
    reason: atOnce ? 'subscription_update' : 'upcoming',
    subscription,
    lines: atOnce && !change.restart ? [] : lines,
    period: span,
    autoAdvance: false,
    quiet: true,
  });
  const at = atOnce ? {} : { next_payment_attempt: span.end + 3_600, created: span.end };
  return { ...dueOn(invoice, customer), ...at };
}

function dueOn(invoice: Invoice, { balance }: Customer): Invoice {
  const due = Math.max(0, invoice.total + balance);
  return {
    ...invoice,
    id: `upcoming_${invoice.id}`,
    starting_balance: balance,
    amount_due: due,
    amount_remaining: due,
  };
}

export const previews: readonly Route[] = [post('/v1/invoices/create_preview', preview)];
