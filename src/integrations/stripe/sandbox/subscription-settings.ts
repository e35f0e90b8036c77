import { replaceDiscounts } from './coupons/discounts.js';
import { discountsFor } from './coupons/redeeming.js';
import { merged } from './metadata.js';
import type { Params } from './params.js';
import { worth } from './proration.js';
import { ratesOf } from './tax/tax-rates.js';
import { invalid } from './sandbox.errors.js';
import type { Span } from './subscription-calendar.js';
import type { Unit } from './unit.js';
import type { Subscription } from './wire.js';

export const BEHAVIOURS = [
  'allow_incomplete',
  'default_incomplete',
  'error_if_incomplete',
  'pending_if_incomplete',
] as const;

/** What may be set at the beginning and later, and does not by itself change what is owed. */
export async function writeSettings(unit: Unit, subscription: Subscription, params: Params, span: Span): Promise<void> {
  const metadata = params.metadata();
  if (metadata) subscription.metadata = merged(subscription.metadata, metadata);
  if (params.has('description')) subscription.description = params.text('description') ?? null;
  await writePayment(unit, subscription, params);
  await writeTerms(unit, subscription, params);
  writeTrialSettings(subscription, params);
  writeDetails(subscription, params);
  writeCancellation(unit, subscription, params, span);
}

/** What reduces all its invoices, and what taxes the lines that have no rate of their own. */
async function writeTerms(unit: Unit, subscription: Subscription, params: Params): Promise<void> {
  const waits = params.text('payment_behavior') === 'pending_if_incomplete';
  const given = ['discounts', 'default_tax_rates'].find((name) => params.has(name));
  if (waits && given !== undefined) throw invalid(`${given} cannot wait for a payment.`, { param: given });
  const { id, customer, currency, items, discounts: before } = subscription;
  const amount = items.data.reduce((sum, item) => sum + worth(item), 0);
  const target = { customer, currency, amount, subscription: id };
  subscription.discounts = (await discountsFor(unit, params, target, before)) ?? before;
  await replaceDiscounts(unit, before, subscription.discounts);
  const rates = await ratesOf(unit, params, 'default_tax_rates');
  subscription.default_tax_rates = rates ?? subscription.default_tax_rates;
}

async function writePayment(unit: Unit, subscription: Subscription, params: Params): Promise<void> {
  const method = params.text('default_payment_method');
  if (method !== undefined) {
    const found = await unit.get('payment_method', method, 'default_payment_method');
    if (found.customer !== subscription.customer) {
      throw invalid('The customer does not have this payment method.', {
        code: 'resource_missing',
        param: 'default_payment_method',
      });
    }
    subscription.default_payment_method = method;
  }
  subscription.collection_method =
    params.choice('collection_method', ['charge_automatically', 'send_invoice']) ?? subscription.collection_method;
  subscription.days_until_due = params.whole('days_until_due') ?? subscription.days_until_due;
  const settings = params.below('payment_settings');
  const save = settings?.choice('save_default_payment_method', ['off', 'on_subscription']);
  settings?.ignore('payment_method_types', 'payment_method_options');
  settings?.done();
  if (save && subscription.payment_settings) subscription.payment_settings.save_default_payment_method = save;
}

function writeTrialSettings(subscription: Subscription, params: Params): void {
  const behaviour = params.below('trial_settings')?.below('end_behavior');
  const missing = behaviour?.choice('missing_payment_method', ['cancel', 'create_invoice', 'pause']);
  behaviour?.done();
  if (!missing) return;
  subscription.trial_settings = { end_behavior: { billing_cycle_anchor: null, missing_payment_method: missing } };
}

function writeDetails(subscription: Subscription, params: Params): void {
  const details = params.below('cancellation_details');
  if (!details || !subscription.cancellation_details) return;
  subscription.cancellation_details.comment = details.text('comment') ?? null;
  subscription.cancellation_details.feedback = (details.text('feedback') ?? null) as 'other' | null;
  details.done();
}

/** Sets, moves or takes back the day a subscription ends. */
function writeCancellation(unit: Unit, subscription: Subscription, params: Params, span: Span): void {
  const atEnd = params.flag('cancel_at_period_end');
  const given = params.has('cancel_at') ? (params.text('cancel_at') ?? null) : undefined;
  if (atEnd === undefined && given === undefined) return;
  if (subscription.schedule !== null) {
    throw invalid('The subscription is managed by the subscription schedule, so its cancellation cannot be set here.');
  }
  const at = atEnd ? span.end : given === undefined || given === null ? null : instantOf(given, span, unit.at);
  if (at === null && subscription.cancel_at === null) return;
  subscription.cancel_at = at;
  subscription.cancel_at_period_end = atEnd === true;
  subscription.canceled_at = at === null ? null : unit.at;
  if (subscription.cancellation_details) {
    subscription.cancellation_details.reason = at === null ? null : 'cancellation_requested';
  }
  if (at === null) unit.undue('subscription.cancel', subscription.id);
  else unit.due('subscription.cancel', subscription.id, at);
}

function instantOf(given: string, span: Span, now: number): number {
  if (given === 'min_period_end' || given === 'max_period_end') return span.end;
  if (!/^\d+$/.test(given) || Number(given) <= now)
    throw invalid('cancel_at must be in the future.', { param: 'cancel_at' });
  return Number(given);
}
