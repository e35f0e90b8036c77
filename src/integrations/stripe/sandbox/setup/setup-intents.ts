import { list } from '../lists.js';
import type { Params } from '../params.js';
import { methodOf } from '../payment-methods.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { invalid, StripeFault } from '../sandbox.errors.js';
import type { SetupIntent } from '../wire.js';
import { newSetupIntent } from './setup-intent.js';
import { confirmSetup } from './confirming.js';

export const createSetupIntent: Handler = async (unit, params) => {
  const customer = params.text('customer');
  if (customer !== undefined) await unit.get('customer', customer, 'customer');
  const given = params.text('payment_method');
  const method = given === undefined ? undefined : await methodOf(unit, given);
  const intent = newSetupIntent(unit, customer ?? null);
  intent.metadata = params.metadata() ?? {};
  intent.description = params.text('description') ?? null;
  intent.usage = params.choice('usage', ['off_session', 'on_session']) ?? 'off_session';
  if (method) Object.assign(intent, { payment_method: method.id, status: 'requires_confirmation' });
  const returnUrl = returnUrlOf(params);
  unit.add(intent, 'setup_intent.created');
  if (!params.flag('confirm')) return intent;
  if (!method) throw withoutMethod();
  const refusal = await confirmSetup(unit, intent, { method, returnUrl });
  if (refusal) throw refusal;
  return intent;
};

const confirm: Handler = async (unit, params, id = '') => {
  const intent = await unit.get('setup_intent', id);
  if (intent.status === 'succeeded' || intent.status === 'canceled') throw unexpected(intent, 'confirm');
  const given = params.text('payment_method') ?? intent.payment_method;
  if (given === null) throw withoutMethod();
  const method = await methodOf(unit, given);
  const refusal = await confirmSetup(unit, intent, { method, returnUrl: returnUrlOf(params) });
  if (refusal) throw refusal;
  return intent;
};

const cancel: Handler = async (unit, params, id = '') => {
  const intent = await unit.get('setup_intent', id);
  if (intent.status === 'succeeded' || intent.status === 'canceled') throw unexpected(intent, 'cancel');
  intent.status = 'canceled';
  intent.next_action = null;
  intent.cancellation_reason =
    params.choice('cancellation_reason', ['abandoned', 'duplicate', 'requested_by_customer']) ?? null;
  unit.tell('setup_intent.canceled', intent);
  return intent;
};

const retrieve: Handler = async (unit, params, id = '') => {
  params.ignore('client_secret');
  return unit.get('setup_intent', id);
};

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'setup_intent',
    url: '/v1/setup_intents',
    filters: { customer: 'customer', payment_method: 'peer' },
  });

function returnUrlOf(params: Params): string | undefined {
  params.ignore('automatic_payment_methods', 'allowed_payment_method_types', 'use_stripe_sdk', 'mandate_data');
  return params.text('return_url');
}

function withoutMethod(): StripeFault {
  const message = 'You cannot confirm this SetupIntent because it is missing a payment method.';
  return invalid(message, { code: 'setup_intent_unexpected_state' });
}

function unexpected(intent: SetupIntent, verb: string): StripeFault {
  const message = `You cannot ${verb} this SetupIntent because it has a status of ${intent.status}.`;
  return invalid(message, { code: 'setup_intent_unexpected_state' });
}

export const setupIntents: readonly Route[] = [
  post('/v1/setup_intents', createSetupIntent),
  get('/v1/setup_intents', all),
  get('/v1/setup_intents/{id}', retrieve),
  post('/v1/setup_intents/{id}/confirm', confirm),
  post('/v1/setup_intents/{id}/cancel', cancel),
];
