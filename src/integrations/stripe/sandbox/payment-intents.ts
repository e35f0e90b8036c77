import { addressOf } from './address.js';
import { follow, take } from './charges.js';
import { confirm } from './confirming.js';
import { cancelIntent, newIntent } from './intent.js';
import { invoicePaid } from './invoice-settling.js';
import { list } from './lists.js';
import { merged } from './metadata.js';
import type { Params } from './params.js';
import { methodOf } from './payment-methods.js';
import { rateOf } from './rates.js';
import { letGo } from './refunds.js';
import { get, post, type Handler, type Route } from './routes.js';
import { invalid, parameterMissing, StripeFault } from './sandbox.errors.js';
import type { Unit } from './unit.js';
import type { PaymentIntent, PaymentMethod } from './wire.js';

/** The least one may charge. Source: docs.stripe.com/currencies#minimum-and-maximum-charge-amounts. */
const LEAST: Readonly<Record<string, number>> = { usd: 50, eur: 50, gbp: 30, cad: 50, aud: 50, chf: 50, jpy: 50 };

export const createIntent: Handler = async (unit, params) => {
  const amount = params.whole('amount');
  if (amount === undefined) throw parameterMissing('amount');
  const currency = params.requiredCurrency();
  rateOf(currency);
  checkAmount(amount, currency);
  const customer = params.text('customer');
  if (customer !== undefined) await unit.get('customer', customer, 'customer');

  const intent = newIntent(unit, { amount, currency, customer: customer ?? null });
  write(intent, params);
  intent.setup_future_usage = params.choice('setup_future_usage', ['off_session', 'on_session']) ?? null;
  intent.capture_method =
    params.choice('capture_method', ['automatic', 'automatic_async', 'manual']) ?? intent.capture_method;
  const given = params.text('payment_method');
  const method = given === undefined ? undefined : await usable(unit, given, customer);
  if (method) {
    intent.payment_method = method.id;
    intent.status = 'requires_confirmation';
  }
  const wanted = confirmation(params);
  unit.add(intent, 'payment_intent.created');
  if (params.flag('confirm')) await confirmOrRefuse(unit, intent, method, wanted);
  return intent;
};

const confirmExisting: Handler = async (unit, params, id = '') => {
  const intent = await unit.get('payment_intent', id);
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw unexpected(intent, 'confirm');
  }
  const given = params.text('payment_method') ?? intent.payment_method ?? undefined;
  const method = given === undefined ? undefined : await usable(unit, given, intent.customer ?? undefined);
  const usage = params.choice('setup_future_usage', ['off_session', 'on_session']);
  intent.setup_future_usage = usage ?? intent.setup_future_usage;
  await confirmOrRefuse(unit, intent, method, confirmation(params));
  return intent;
};

const capture: Handler = async (unit, params, id = '') => {
  const intent = await unit.get('payment_intent', id);
  if (intent.status !== 'requires_capture') throw unexpected(intent, 'capture');
  const amount = params.whole('amount_to_capture') ?? intent.amount_capturable;
  if (amount < 1 || amount > intent.amount_capturable) {
    throw invalid('The amount to capture is greater than what is authorised.', { code: 'amount_too_large' });
  }
  params.ignore('final_capture');
  const metadata = params.metadata();
  if (metadata) intent.metadata = merged(intent.metadata, metadata);
  const charge = await unit.get('charge', intent.latest_charge ?? '');
  charge.captured = true;
  charge.amount_captured = amount;
  if (amount < charge.amount) letGo(unit, charge, charge.amount - amount);
  take(unit, charge, amount);
  unit.tell('charge.captured', charge);
  follow(unit, charge);
  Object.assign(intent, { status: 'succeeded', amount_received: amount, amount_capturable: 0 });
  unit.tell('payment_intent.succeeded', intent);
  await invoicePaid(unit, intent);
  return intent;
};

const cancel: Handler = async (unit, params, id = '') => {
  const intent = await unit.get('payment_intent', id);
  if (intent.status === 'succeeded' || intent.status === 'canceled') throw unexpected(intent, 'cancel');
  const reasons = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;
  const reason = params.choice('cancellation_reason', reasons) ?? null;
  if (intent.status === 'requires_capture') await release(unit, intent, 'charge.refunded');
  cancelIntent(unit, intent, reason);
  return intent;
};

/** Nobody has captured it in time. */
export async function expireAuthorization(unit: Unit, id: string): Promise<void> {
  const intent = await unit.get('payment_intent', id);
  if (intent.status !== 'requires_capture') return;
  await release(unit, intent, 'charge.expired');
  cancelIntent(unit, intent, 'automatic');
}

/** What was held on the card is free again. */
async function release(unit: Unit, intent: PaymentIntent, event: string): Promise<void> {
  const charge = await unit.get('charge', intent.latest_charge ?? '');
  letGo(unit, charge, charge.amount);
  unit.tell(event, charge);
}

const update: Handler = async (unit, params, id = '') => {
  const intent = await unit.get('payment_intent', id);
  if (intent.status === 'succeeded' || intent.status === 'canceled') throw unexpected(intent, 'update');
  const amount = params.whole('amount');
  if (amount !== undefined) {
    checkAmount(amount, intent.currency);
    intent.amount = amount;
  }
  const given = params.text('payment_method');
  if (given !== undefined) {
    intent.payment_method = (await usable(unit, given, intent.customer ?? undefined)).id;
    if (intent.status === 'requires_payment_method') intent.status = 'requires_confirmation';
  }
  const customer = params.text('customer');
  if (customer !== undefined) intent.customer = (await unit.get('customer', customer, 'customer')).id;
  intent.setup_future_usage =
    params.choice('setup_future_usage', ['off_session', 'on_session']) ?? intent.setup_future_usage;
  write(intent, params);
  return intent;
};

const retrieve: Handler = async (unit, params, id = '') => {
  params.ignore('client_secret');
  return unit.get('payment_intent', id);
};

const all: Handler = async (unit, params) =>
  list(unit, params, { kind: 'payment_intent', url: '/v1/payment_intents', filters: { customer: 'customer' } });

interface Wanted {
  returnUrl: string | undefined;
  offSession: boolean;
  errorOnAction: boolean;
}

function confirmation(params: Params): Wanted {
  const wanted = {
    offSession: (params.text('off_session') ?? 'false') !== 'false',
    errorOnAction: params.flag('error_on_requires_action') ?? false,
    returnUrl: params.text('return_url'),
  };
  params.ignore('confirmation_method', 'automatic_payment_methods', 'allowed_payment_method_types');
  params.ignore('use_stripe_sdk', 'mandate', 'mandate_data', 'payment_method_options');
  return wanted;
}

async function confirmOrRefuse(
  unit: Unit,
  intent: PaymentIntent,
  method: PaymentMethod | undefined,
  { offSession, errorOnAction, returnUrl }: Wanted,
): Promise<void> {
  if (!method) {
    const message = 'You cannot confirm this PaymentIntent because it is missing a payment method.';
    throw new StripeFault(400, { type: 'invalid_request_error', code: 'payment_intent_unexpected_state', message });
  }
  const refusal = await confirm(unit, intent, { method, offSession: offSession || errorOnAction, returnUrl });
  if (refusal) throw refusal;
}

async function usable(unit: Unit, given: string, customer: string | undefined): Promise<PaymentMethod> {
  const method = await methodOf(unit, given);
  if (method.customer !== null && method.customer !== customer) {
    throw invalid('The PaymentMethod belongs to a Customer. Please include the Customer in the customer parameter.');
  }
  return method;
}

export function checkAmount(amount: number, currency: string): void {
  if (amount < 1) throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  if (amount > 99_999_999) throw invalid('Amount is too large.', { code: 'amount_too_large', param: 'amount' });
  if (amount < (LEAST[currency] ?? 1)) {
    throw invalid('Amount must convert to at least the minimum charge.', { code: 'amount_too_small', param: 'amount' });
  }
}

function write(intent: PaymentIntent, params: Params): void {
  const metadata = params.metadata();
  if (metadata) intent.metadata = merged(intent.metadata, metadata);
  if (params.has('description')) intent.description = params.text('description') ?? null;
  if (params.has('receipt_email')) intent.receipt_email = params.text('receipt_email') ?? null;
  if (params.has('shipping')) intent.shipping = shippingOf(params.below('shipping'));
  intent.transfer_group = params.text('transfer_group') ?? intent.transfer_group;
  intent.statement_descriptor = params.text('statement_descriptor') ?? intent.statement_descriptor;
}

/** Where goods go: kept and shown, nothing here ships them. */
function shippingOf(given: Params | undefined): PaymentIntent['shipping'] {
  if (!given) return null;
  const address = addressOf(given);
  const shipping = {
    ...(address ? { address } : {}),
    carrier: given.text('carrier') ?? null,
    name: given.required('name'),
    phone: given.text('phone') ?? null,
    tracking_number: given.text('tracking_number') ?? null,
  };
  given.done();
  return shipping;
}

function unexpected(intent: PaymentIntent, verb: string): StripeFault {
  const message = `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.`;
  return new StripeFault(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message,
    payment_intent: structuredClone(intent),
  });
}

export const paymentIntents: readonly Route[] = [
  post('/v1/payment_intents', createIntent),
  get('/v1/payment_intents', all),
  get('/v1/payment_intents/{id}', retrieve),
  post('/v1/payment_intents/{id}', update),
  post('/v1/payment_intents/{id}/confirm', confirmExisting),
  post('/v1/payment_intents/{id}/capture', capture),
  post('/v1/payment_intents/{id}/cancel', cancel),
];
