import { draft } from './invoice-draft.js';
import { finalize } from './invoice-finalizing.js';
import { periodLines } from './invoice-lines.js';
import { collect } from './invoice-paying.js';
import type { Params } from './params.js';
import type { Handler } from './routes.js';
import { incomplete, invalid } from './sandbox.errors.js';
import { periodAt, type Span } from './subscription-calendar.js';
import { itemsOf, recurrenceOf, setSpan } from './subscription-items.js';
import { BEHAVIOURS, writeSettings } from './subscription-settings.js';
import { awaitPeriodEnd, awaitTrialNotice } from './subscription-timers.js';
import type { Unit } from './unit.js';
import type { Invoice, Subscription } from './wire.js';

const DAY = 86_400;
const HOUR = 3_600;

/** A new subscription with its first invoice: paid, waiting for payment, or of nothing while on trial. */
export const createSubscription: Handler = async (unit, params) => {
  const customer = await unit.get('customer', params.required('customer'), 'customer');
  const trialEnd = trialOf(params, unit.at);
  const subscription = blank(unit, customer.id, trialEnd);
  subscription.items.data = await itemsOf(unit, params, subscription, { start: unit.at, end: unit.at });
  subscription.currency = params.text('currency')?.toLowerCase() ?? subscription.items.data[0]?.price.currency ?? 'usd';
  if (customer.currency && customer.currency !== subscription.currency) {
    throw invalid(`You cannot combine currencies on a single customer. This customer has ${customer.currency}.`, {
      param: 'currency',
    });
  }
  const span = firstSpan(subscription, trialEnd);
  setSpan(subscription, span);
  const behaviour = params.choice('payment_behavior', BEHAVIOURS) ?? 'allow_incomplete';
  await writeSettings(unit, subscription, params, span);
  params.ignore('proration_behavior', 'billing_mode');

  unit.add(subscription);
  const invoice = await draft(unit, {
    customer,
    currency: subscription.currency,
    reason: 'subscription_create',
    subscription,
    lines: await periodLines(unit, subscription, span, trialEnd !== undefined),
    period: { start: unit.at, end: unit.at },
    autoAdvance: false,
    quiet: true,
  });
  invoice.auto_advance = true;
  subscription.latest_invoice = invoice.id;
  unit.created(subscription, 'customer.subscription.created');
  unit.created(invoice, 'invoice.created');
  await begin(unit, subscription, invoice, { behaviour, offSession: params.flag('off_session') ?? false });
  await schedule(unit, subscription);
  return subscription;
};

async function begin(
  unit: Unit,
  subscription: Subscription,
  invoice: Invoice,
  { behaviour, offSession }: { behaviour: (typeof BEHAVIOURS)[number]; offSession: boolean },
): Promise<void> {
  if (subscription.collection_method === 'send_invoice') {
    await finalize(unit, invoice);
    if (subscription.status === 'incomplete') subscription.status = 'active';
    return;
  }
  if (behaviour === 'default_incomplete') return finalize(unit, invoice);
  const refusal = await collect(unit, invoice, offSession);
  if (invoice.status === 'open' && behaviour === 'error_if_incomplete') throw incomplete(refusal);
}

async function schedule(unit: Unit, subscription: Subscription): Promise<void> {
  if (subscription.status === 'incomplete') unit.due('subscription.lapse', subscription.id, unit.at + 23 * HOUR);
  await awaitPeriodEnd(unit, subscription);
  awaitTrialNotice(unit, subscription);
}

function firstSpan(subscription: Subscription, trialEnd: number | undefined): Span {
  const { start_date: start } = subscription;
  if (trialEnd !== undefined) return { start, end: trialEnd };
  return periodAt(start, recurrenceOf(subscription), start);
}

function trialOf(params: Params, now: number): number | undefined {
  const days = params.whole('trial_period_days');
  const end = params.text('trial_end');
  if (days !== undefined) return days > 0 ? now + days * DAY : undefined;
  if (end === undefined || end === 'now') return undefined;
  if (!/^\d+$/.test(end) || Number(end) <= now)
    throw invalid('trial_end must be in the future.', { param: 'trial_end' });
  return Number(end);
}

/** What a new subscription of this account has not, or not yet. */
const UNUSED = {
  object: 'subscription',
  application: null,
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor_config: null,
  billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
  billing_schedules: [],
  billing_thresholds: null,
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  collection_method: 'charge_automatically',
  currency: 'usd',
  customer_account: null,
  days_until_due: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  ended_at: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  latest_invoice: null,
  livemode: false,
  managed_payments: null,
  metadata: {},
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: 'off' },
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  test_clock: null,
  transfer_data: null,
  trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' } },
} satisfies Partial<Subscription>;

function blank(unit: Unit, customer: string, trialEnd: number | undefined): Subscription {
  const id = unit.id('sub');
  return {
    ...structuredClone(UNUSED),
    id,
    billing_cycle_anchor: trialEnd ?? unit.at,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    created: unit.at,
    customer,
    items: { object: 'list', data: [], has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    start_date: unit.at,
    status: trialEnd === undefined ? 'incomplete' : 'trialing',
    trial_end: trialEnd ?? null,
    trial_start: trialEnd === undefined ? null : unit.at,
  };
}
