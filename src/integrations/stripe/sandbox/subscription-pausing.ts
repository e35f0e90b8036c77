import { voidInvoice } from './invoice-closing.js';
import { draft } from './invoice-draft.js';
import { periodLines, prorationItem } from './invoice-lines.js';
import { collect } from './invoice-paying.js';
import type { Params } from './params.js';
import { remaining, unused } from './proration.js';
import type { Handler } from './routes.js';
import { invalid } from './sandbox.errors.js';
import { periodAt } from './subscription-calendar.js';
import { recurrenceOf, setSpan, spanOf } from './subscription-items.js';
import { wholePeriod } from './subscription-periods.js';
import { goOn, pauseService } from './subscription-service.js';
import type { Unit } from './unit.js';
import type { Invoice, InvoiceLine, Subscription } from './wire.js';

const HOUR = 3_600;
const PAUSABLE = new Set(['active', 'past_due', 'trialing', 'unpaid']);

/** Stops service and billing; what is left of the paid period becomes credit unless asked otherwise. */
export const pause: Handler = async (unit, params, id = '') => {
  const subscription = await unit.get('subscription', id);
  if (!PAUSABLE.has(subscription.status)) {
    throw invalid(`A subscription that is ${subscription.status} cannot be paused.`);
  }
  params.choice('type', ['subscription']);
  const settles = params.choice('invoicing_behavior', ['invoice', 'pending_invoice_item']) ?? 'pending_invoice_item';
  const from = creditedFrom(params);
  const span = spanOf(subscription);
  const credited = from !== 'none' && subscription.status !== 'trialing';
  const at = from === 'item_current_period_start' ? span.start : unit.at;
  for (const one of credited ? unused(subscription.items.data, wholePeriod(subscription), at) : []) {
    await prorationItem(unit, subscription, one, span.end);
  }
  pauseService(unit, subscription);
  if (settles === 'invoice' && credited) await billNow(unit, subscription, 'manual', []);
  return subscription;
};

function creditedFrom(params: Params): 'item_current_period_start' | 'none' | 'now' {
  const billed = params.below('bill_for');
  const credit = billed?.below('unused_time_from');
  const from = credit?.choice('type', ['item_current_period_start', 'none', 'now']) ?? 'now';
  credit?.done();
  billed?.ignore('outstanding_usage_through');
  billed?.done();
  return from;
}

/** Goes on after a service pause: with a new period, or in the middle of the one the old calendar has now. */
export const resume: Handler = async (unit, params, id = '') => {
  const subscription = await unit.get('subscription', id);
  if (subscription.status !== 'paused') throw invalid('Only a paused subscription can be resumed.');
  const anchor = params.below('billing_cycle_anchor')?.choice('type', ['now', 'unchanged']) ?? 'now';
  const settles = params.choice('proration_behavior', ['always_invoice', 'create_prorations', 'none']);
  const waits =
    params.choice('payment_behavior', ['resume_on_payment_attempt', 'resume_on_payment_success']) ===
    'resume_on_payment_success';
  const prorationAt = params.whole('proration_date') ?? unit.at;
  if (anchor === 'now') subscription.billing_cycle_anchor = unit.at;
  setSpan(subscription, periodAt(subscription.billing_cycle_anchor, recurrenceOf(subscription), unit.at));
  if (anchor === 'now')
    return resumeWith(unit, subscription, waits, await periodLines(unit, subscription, spanOf(subscription)));
  const span = spanOf(subscription);
  const rest = settles === 'none' ? [] : remaining(subscription.items.data, span, prorationAt);
  for (const one of rest) await prorationItem(unit, subscription, one, span.end);
  if (settles === 'always_invoice') return resumeWith(unit, subscription, waits, []);
  await goOn(unit, subscription);
  return subscription;
};

/** Bills the resumption. Unless it waits for the money, service goes on whatever becomes of the payment. */
async function resumeWith(
  unit: Unit,
  subscription: Subscription,
  waits: boolean,
  lines: InvoiceLine[],
): Promise<Subscription> {
  if (!waits) await goOn(unit, subscription);
  const invoice = await billNow(unit, subscription, 'subscription_update', lines);
  if (waits && invoice.status === 'open') unit.due('subscription.lapse_resume', subscription.id, unit.at + 23 * HOUR);
  return subscription;
}

/** The invoice that would have resumed it was not paid within 23 hours: it stays paused. */
export async function lapseResume(unit: Unit, id: string): Promise<void> {
  const subscription = await unit.get('subscription', id);
  const invoice = await unit.maybe('invoice', subscription.latest_invoice);
  if (subscription.status === 'paused' && invoice?.status === 'open') await voidInvoice(unit, invoice);
}

/** Everything pending and these lines on an invoice of its own, collected at once. */
export async function billNow(
  unit: Unit,
  subscription: Subscription,
  reason: 'manual' | 'subscription_update',
  lines: InvoiceLine[],
): Promise<Invoice> {
  const invoice = await draft(unit, {
    customer: await unit.get('customer', subscription.customer),
    currency: subscription.currency,
    reason,
    subscription,
    lines,
    period: spanOf(subscription),
    autoAdvance: false,
  });
  invoice.auto_advance = reason === 'subscription_update' && subscription.status !== 'paused';
  subscription.latest_invoice = invoice.id;
  await collect(unit, invoice, true);
  return invoice;
}
