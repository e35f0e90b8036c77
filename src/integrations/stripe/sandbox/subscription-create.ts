import { draft } from './invoice-draft.js';
import { finalize } from './invoice-finalizing.js';
import { collect } from './invoice-paying.js';
import { addedItems } from './lines/added-items.js';
import type { Params } from './params.js';
import type { Handler } from './routes.js';
import { incomplete, invalid } from './sandbox.errors.js';
import { itemsOf, recurrenceOf, setSpan } from './subscription-items.js';
import { openingLines, openingOf, type Opening } from './subscription-opening.js';
import { BEHAVIOURS, writeSettings } from './subscription-settings.js';
import { awaitPeriodEnd, awaitTrialNotice } from './subscription-timers.js';
import type { Unit } from './unit.js';
import type { Customer, Invoice, InvoiceItem, Subscription } from './wire.js';

const HOUR = 3_600;
const SUBSCRIPTIONS_ON_A_CLOCK = 3;

/** A new subscription with its first invoice: paid, waiting for payment, or of nothing while on trial. */
export const createSubscription: Handler = async (unit, params) => subscribe(unit, params, null);

/** @param schedule the schedule that begins it */
export async function subscribe(unit: Unit, params: Params, schedule: string | null): Promise<Subscription> {
  const behaviour = params.choice('payment_behavior', BEHAVIOURS) ?? 'allow_incomplete';
  const { subscription, invoice, added } = await drawnUp(unit, params, schedule);
  params.ignore('billing_mode');
  invoice.auto_advance = true;
  subscription.latest_invoice = invoice.id;
  unit.created(subscription, 'customer.subscription.created');
  for (const item of added) unit.created(item, 'invoiceitem.created');
  unit.created(invoice, 'invoice.created');
  await begin(unit, subscription, invoice, { behaviour, offSession: params.flag('off_session') ?? false });
  await setTimers(unit, subscription);
  return subscription;
}

interface DrawnUp {
  readonly subscription: Subscription;
  /** The first one, still a draft. */
  readonly invoice: Invoice;
  readonly added: readonly InvoiceItem[];
}

/** A subscription that has not begun, with what its first invoice will be. Nothing of it is told. */
export async function drawnUp(unit: Unit, params: Params, schedule: string | null): Promise<DrawnUp> {
  const customer = await unit.get('customer', params.required('customer'), 'customer');
  const subscription = blank(unit, customer.id);
  subscription.schedule = schedule;
  subscription.currency = params.currency() ?? '';
  subscription.test_clock = customer.test_clock ?? null;
  if (customer.test_clock) await mustHaveRoom(unit, customer.id);
  subscription.items.data = await itemsOf(unit, params, subscription, { start: unit.at, end: unit.at });
  subscription.currency = currencyOf(params, customer, subscription);
  const opening = openingOf(params, recurrenceOf(subscription), unit.at);
  openCalendar(unit, subscription, opening);
  await writeSettings(unit, subscription, params, opening.first);

  unit.add(subscription);
  const added = await addedItems(unit, params, subscription);
  const invoice = await draft(unit, {
    customer,
    currency: subscription.currency,
    reason: 'subscription_create',
    subscription,
    lines: await openingLines(unit, subscription, opening),
    period: { start: unit.at, end: unit.at },
    autoAdvance: false,
    quiet: true,
  });
  return { subscription, invoice, added };
}

async function mustHaveRoom(unit: Unit, customer: string): Promise<void> {
  const subscriptions = await unit.find('subscription', 'customer', customer);
  if (subscriptions.length < SUBSCRIPTIONS_ON_A_CLOCK) return;
  throw invalid(`A customer on a test clock can have at most ${SUBSCRIPTIONS_ON_A_CLOCK} subscriptions.`);
}

function currencyOf(params: Params, customer: Customer, { items }: Subscription): string {
  const currency = params.currency() ?? items.data[0]?.price.currency ?? 'usd';
  if (customer.currency && customer.currency !== currency) {
    throw invalid(`You cannot combine currencies on a single customer. This customer has ${customer.currency}.`, {
      param: 'currency',
    });
  }
  return currency;
}

function openCalendar(unit: Unit, subscription: Subscription, opening: Opening): void {
  const { start, anchor, config, trialEnd, first } = opening;
  setSpan(subscription, first);
  Object.assign(subscription, { start_date: start, billing_cycle_anchor: anchor, billing_cycle_anchor_config: config });
  if (trialEnd === undefined) return;
  Object.assign(subscription, { status: 'trialing', trial_start: unit.at, trial_end: trialEnd });
}

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

async function setTimers(unit: Unit, subscription: Subscription): Promise<void> {
  if (subscription.status === 'incomplete') unit.due('subscription.lapse', subscription.id, unit.at + 23 * HOUR);
  await awaitPeriodEnd(unit, subscription);
  awaitTrialNotice(unit, subscription);
}

/** What a new subscription of this account has not, or not yet. */
const UNUSED = {
  object: 'subscription',
  application: null,
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor_config: null,
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

function blank(unit: Unit, customer: string): Subscription {
  const id = unit.id('sub');
  return {
    ...structuredClone(UNUSED),
    id,
    billing_cycle_anchor: unit.at,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible', updated_at: unit.at },
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    created: unit.at,
    customer,
    items: { object: 'list', data: [], has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    start_date: unit.at,
    status: 'incomplete',
    trial_end: null,
    trial_start: null,
  };
}
