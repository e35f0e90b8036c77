import { endUsed } from './coupons/discounts.js';
import { draft } from './invoice-draft.js';
import { stopTrying } from './invoice-closing.js';
import { periodLines, prorationItem } from './invoice-lines.js';
import { usageLines } from './meters/usage-lines.js';
import { collect } from './invoice-paying.js';
import { finalize } from './invoice-finalizing.js';
import { addedItems } from './lines/added-items.js';
import type { Params } from './params.js';
import { prorate, unused, type Prorated } from './proration.js';
import type { Handler } from './routes.js';
import { incomplete, invalid } from './sandbox.errors.js';
import { left, periodAt, type Span } from './subscription-calendar.js';
import { changedItems, recurrenceOf, setSpan, spanOf } from './subscription-items.js';
import { wholePeriod } from './subscription-periods.js';
import { setPending } from './subscription-pending.js';
import { BEHAVIOURS, writeSettings } from './subscription-settings.js';
import { awaitPeriodEnd, awaitTrialNotice } from './subscription-timers.js';
import { endTrial } from './trial-end.js';
import type { Unit } from './unit.js';
import type { Invoice, Subscription, SubscriptionItem } from './wire.js';

/** What a change asks for, once its parameters are read. */
export interface Change {
  readonly items: SubscriptionItem[];
  /** The billing calendar begins anew. */
  readonly restart: boolean;
  readonly trialEnd: number | undefined;
  readonly proration: 'always_invoice' | 'create_prorations' | 'none';
  readonly payment: (typeof BEHAVIOURS)[number];
  /** The buyer is away and cannot confirm a payment. */
  readonly offSession: boolean;
  /** The instant unused and remaining time are counted from. */
  readonly at: number;
}

export const updateSubscription: Handler = async (unit, params, id = '') => {
  const subscription = await unit.get('subscription', id);
  if (
    subscription.status === 'canceled' &&
    ['items', 'cancel_at_period_end', 'trial_end'].some((name) => params.has(name))
  ) {
    throw invalid('A canceled subscription can only update its cancellation_details and metadata.');
  }
  const change = await readChange(unit, params, subscription);
  if (change.payment === 'pending_if_incomplete') mustBeAbleToWait(params);
  if (change.restart && subscription.status === 'trialing' && !(await endTrial(unit, subscription))) {
    subscription.trial_end = unit.at;
    return subscription;
  }
  await carryOut(unit, subscription, change, async () => {
    await writeSettings(unit, subscription, params, spanOf(subscription));
    writePause(unit, subscription, params);
    for (const item of await addedItems(unit, params, subscription)) unit.created(item, 'invoiceitem.created');
  });
  return subscription;
};

/** What a change that waits for its payment cannot carry. */
const AT_ONCE = [
  ...['metadata', 'description', 'default_payment_method', 'cancel_at', 'pause_collection', 'discounts'],
  'add_invoice_items',
];

function mustBeAbleToWait(params: Params): void {
  const param = AT_ONCE.find((name) => params.has(name));
  if (param === undefined) return;
  throw invalid(`You cannot pass ${param} when payment_behavior is set to pending_if_incomplete.`, { param });
}

/** @param meanwhile what else changes, before anything is billed */
export async function carryOut(
  unit: Unit,
  subscription: Subscription,
  change: Change,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<void> {
  const before = structuredClone(subscription);
  const prorated = await applyChange(unit, subscription, change);
  await meanwhile();
  await bill(unit, { subscription, before, change, prorated });
}

export async function readChange(unit: Unit, params: Params, subscription: Subscription): Promise<Change> {
  const items = params.has('items')
    ? await changedItems(unit, params, subscription)
    : structuredClone(subscription.items.data);
  const trial = params.text('trial_end');
  const onTrial = subscription.status === 'trialing';
  const trialEnd = trial === undefined || trial === 'now' ? undefined : Number(trial);
  const anchor = params.below('billing_cycle_anchor')?.choice('type', ['now', 'unchanged']);
  const rhythm = rhythmOf(items) !== rhythmOf(subscription.items.data);
  return {
    items,
    restart: onTrial ? trial === 'now' : rhythm || anchor === 'now' || trialEnd !== undefined,
    trialEnd,
    ...mannerOf(unit, params),
  };
}

/** How a change is settled and what becomes of it when it cannot be paid. */
export function mannerOf(unit: Unit, params: Params): Pick<Change, 'proration' | 'payment' | 'offSession' | 'at'> {
  return {
    proration:
      params.choice('proration_behavior', ['always_invoice', 'create_prorations', 'none']) ?? 'create_prorations',
    payment: params.choice('payment_behavior', BEHAVIOURS) ?? 'allow_incomplete',
    offSession: params.flag('off_session') ?? false,
    at: params.whole('proration_date') ?? unit.at,
  };
}

/** Other items and nothing else; another rhythm begins the calendar anew. */
export function itemsChange(unit: Unit, params: Params, subscription: Subscription, items: SubscriptionItem[]): Change {
  const onTrial = subscription.status === 'trialing';
  const restart = !onTrial && rhythmOf(items) !== rhythmOf(subscription.items.data);
  return { items, restart, trialEnd: undefined, ...mannerOf(unit, params) };
}

/** Changes the subscription and answers what the change costs within the current period. */
export async function applyChange(unit: Unit, subscription: Subscription, change: Change): Promise<Prorated[]> {
  const { items, restart, at } = change;
  const [before, span] = [subscription.items.data, wholePeriod(subscription)];
  const onTrial = subscription.status === 'trialing';
  subscription.items.data = items;
  if (change.trialEnd !== undefined) await setTrial(unit, subscription, change.trialEnd);
  else if (restart) await restartCalendar(unit, subscription);
  if (onTrial || change.proration === 'none' || left(span, at) === 0) return [];
  return restart ? unused(before, span, at) : prorate(before, items, span, at);
}

async function restartCalendar(unit: Unit, subscription: Subscription): Promise<void> {
  if (subscription.status === 'trialing') {
    subscription.status = 'active';
    subscription.trial_end = unit.at;
    unit.undue('subscription.notice', subscription.id);
  }
  subscription.billing_cycle_anchor = unit.at;
  const span = periodAt(unit.at, recurrenceOf(subscription), unit.at);
  setSpan(subscription, span);
  await awaitPeriodEnd(unit, subscription);
}

/** Makes a trial longer, or begins one in the middle of what is paid. */
async function setTrial(unit: Unit, subscription: Subscription, end: number): Promise<void> {
  if (!(end > unit.at)) throw invalid('trial_end must be in the future.', { param: 'trial_end' });
  const running = subscription.status === 'trialing';
  if (!running) Object.assign(subscription, { status: 'trialing', trial_start: unit.at });
  subscription.trial_end = end;
  subscription.billing_cycle_anchor = end;
  setSpan(subscription, { start: running ? spanOf(subscription).start : unit.at, end });
  await awaitPeriodEnd(unit, subscription);
  awaitTrialNotice(unit, subscription);
}

interface Bill {
  readonly subscription: Subscription;
  readonly before: Subscription;
  readonly change: Change;
  readonly prorated: readonly Prorated[];
}

/** Leaves what the change costs for the next invoice, or invoices it now; unpaid, the change stands or waits as asked. */
async function bill(unit: Unit, { subscription, before, change, prorated }: Bill): Promise<void> {
  const until = spanOf(before).end;
  for (const one of prorated) await prorationItem(unit, subscription, one, until);
  if (change.restart) await endUsed(unit, subscription);
  const now = change.restart || (change.proration === 'always_invoice' && prorated.length > 0);
  if (!now) return;
  const span: Span = spanOf(subscription);
  const waits = change.payment === 'pending_if_incomplete';
  const ran = { start: spanOf(before).start, end: unit.at };
  const used = await usageLines(unit, before, ran);
  const invoice = await draft(unit, {
    customer: await unit.get('customer', subscription.customer),
    currency: subscription.currency,
    reason: 'subscription_update',
    subscription,
    lines: change.restart
      ? [...used, ...(await periodLines(unit, subscription, span, subscription.status === 'trialing'))]
      : [],
    period: change.restart ? span : { start: unit.at, end: unit.at },
    autoAdvance: false,
  });
  invoice.auto_advance = !waits;
  subscription.latest_invoice = invoice.id;
  if (change.payment === 'default_incomplete') return leaveUnpaid(unit, subscription, invoice);
  const refusal = await collect(unit, invoice, change.offSession);
  if (invoice.status !== 'open' || invoice.collection_method === 'send_invoice') return;
  if (change.payment === 'error_if_incomplete') throw incomplete(refusal);
  if (!waits) return;
  stopTrying(unit, invoice);
  const wanted = structuredClone(subscription);
  Object.assign(subscription, structuredClone(before), { latest_invoice: invoice.id });
  if (change.restart) await awaitPeriodEnd(unit, subscription);
  setPending(unit, subscription, wanted);
}

/** The buyer will pay on the page; until then the subscription is behind. */
async function leaveUnpaid(unit: Unit, subscription: Subscription, invoice: Invoice): Promise<void> {
  await finalize(unit, invoice);
  if (invoice.status === 'open' && subscription.status === 'active') subscription.status = 'past_due';
}

function writePause(unit: Unit, subscription: Subscription, params: Params): void {
  if (!params.has('pause_collection')) return;
  const given = params.below('pause_collection');
  const behavior = given?.choice('behavior', ['keep_as_draft', 'mark_uncollectible', 'void']);
  const resumes = given?.whole('resumes_at') ?? null;
  given?.done();
  if (given && !behavior)
    throw invalid('Missing required param: pause_collection[behavior].', { code: 'parameter_missing' });
  subscription.pause_collection = behavior ? { behavior, resumes_at: resumes } : null;
  if (resumes === null) unit.undue('subscription.resume', subscription.id);
  else unit.due('subscription.resume', subscription.id, resumes);
}

function rhythmOf([item]: readonly SubscriptionItem[]): string {
  return `${item?.price.recurring?.interval} ${item?.price.recurring?.interval_count}`;
}
