import { draft } from './invoice-draft.js';
import { usageLines } from './meters/usage-lines.js';
import { billNow } from './subscription-pausing.js';
import { voidInvoice } from './invoice-closing.js';
import { cancelNow } from './subscription-end.js';
import { setSpan, spanOf } from './subscription-items.js';
import { partLines, periodFrom } from './subscription-periods.js';
import { awaitPeriodEnd, endCalendar } from './subscription-timers.js';
import { endTrial } from './trial-end.js';
import { upcomingInvoice } from './upcoming-invoice.js';
import type { Unit } from './unit.js';
import type { Subscription } from './wire.js';

export { lapseUpdate } from './subscription-pending.js';

const LIVE = new Set(['active', 'trialing', 'past_due', 'unpaid']);

/** The next period begins: trials turn into billing, the rest renews, and an invoice is drafted. */
export async function endPeriod(unit: Unit, id: string): Promise<void> {
  const subscription = await unit.get('subscription', id);
  if (!LIVE.has(subscription.status)) return;
  if (subscription.status === 'trialing') {
    if (!(await endTrial(unit, subscription))) return;
    subscription.status = 'active';
  }
  await renew(unit, subscription);
}

async function renew(unit: Unit, subscription: Subscription): Promise<void> {
  const billed = spanOf(subscription);
  const next = periodFrom(subscription, unit.at);
  const used = await usageLines(unit, subscription, billed);
  setSpan(subscription, next.span);
  await awaitPeriodEnd(unit, subscription);
  const keepsDraft = subscription.pause_collection?.behavior === 'keep_as_draft' || subscription.status === 'unpaid';
  const invoice = await draft(unit, {
    customer: await unit.get('customer', subscription.customer),
    currency: subscription.currency,
    reason: 'subscription_cycle',
    subscription,
    lines: [...used, ...(await partLines(unit, subscription, next))],
    period: billed,
    autoAdvance: !keepsDraft,
  });
  subscription.latest_invoice = invoice.id;
}

/** Some days before a renewal: what it will cost, as it looks now. */
export async function announceRenewal(unit: Unit, id: string): Promise<void> {
  const subscription = await unit.get('subscription', id);
  const { end } = spanOf(subscription);
  const ends = subscription.cancel_at !== null && subscription.cancel_at <= end;
  if (!LIVE.has(subscription.status) || ends) return;
  unit.tell('invoice.upcoming', await upcomingInvoice(unit, subscription));
}

/** Three days before a trial ends. */
export async function noticeTrial(unit: Unit, id: string): Promise<void> {
  const subscription = await unit.get('subscription', id);
  if (subscription.status === 'trialing') unit.tell('customer.subscription.trial_will_end', subscription);
}

/** The day a cancellation was set for. What was used until then is billed. */
export async function closeAtTime(unit: Unit, id: string): Promise<void> {
  const subscription = await unit.get('subscription', id);
  if (subscription.status === 'canceled') return;
  const { start } = spanOf(subscription);
  const used = await usageLines(unit, subscription, { start, end: unit.at });
  await cancelNow(unit, subscription, { reason: 'cancellation_requested' });
  if (used.length > 0) await billNow(unit, subscription, 'manual', used);
}

/** The first payment did not come within 23 hours. */
export async function lapse(unit: Unit, id: string): Promise<void> {
  const subscription = await unit.get('subscription', id);
  if (subscription.status !== 'incomplete') return;
  const invoice = await unit.maybe('invoice', subscription.latest_invoice);
  if (invoice?.status === 'open') await voidInvoice(unit, invoice);
  subscription.status = 'incomplete_expired';
  subscription.ended_at = unit.at;
  endCalendar(unit, id);
}

/** A pause with an end is over: collection goes on with the next invoice. */
export async function resumeCollection(unit: Unit, id: string): Promise<void> {
  const subscription = await unit.get('subscription', id);
  subscription.pause_collection = null;
}
