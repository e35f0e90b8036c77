import { mark } from './ids.js';
import { list } from './lists.js';
import { merged } from './metadata.js';
import type { Params } from './params.js';
import { get, post, type Handler, type Route } from './routes.js';
import { declined } from './declines.js';
import { invalid, missing, StripeFault, unimplemented } from './sandbox.errors.js';
import { cardOf, testCard, type TestCard } from './test-cards.js';
import type { Unit } from './unit.js';
import type { PaymentMethod } from './wire.js';

const create: Handler = async (unit, params) => {
  const type = params.required('type');
  if (type !== 'card') throw unimplemented(`payment methods of type ${type}`);
  const given = params.below('card');
  const named = given?.text('token') ?? given?.text('number') ?? '';
  const expiry = { month: given?.whole('exp_month'), year: given?.whole('exp_year') };
  given?.ignore('cvc');
  given?.done();
  const card = testCard(named);
  if (!card)
    throw invalid('Your card number is not one of the test cards.', { code: 'incorrect_number', param: 'card' });
  const method = fresh(unit, card);
  writeExpiry(method, expiry);
  method.metadata = params.metadata() ?? {};
  writeBilling(method, params);
  return unit.add(method);
};

const attachTo: Handler = async (unit, params, id = '') => {
  const customer = await unit.get('customer', params.required('customer'), 'customer');
  const method = await methodOf(unit, id).catch(namedInPath);
  attach(unit, method, customer.id);
  return method;
};

/** What a path names and is not there is not found, whatever the parameter is called. */
function namedInPath(error: unknown): never {
  throw error instanceof StripeFault ? new StripeFault(404, error.body) : error;
}

const detach: Handler = async (unit, _params, id = '') => {
  const method = await unit.get('payment_method', id);
  if (method.customer === null) throw invalid('The payment method you provided is not attached to a customer.');
  const customer = await unit.maybe('customer', method.customer);
  if (customer && !('deleted' in customer) && customer.invoice_settings.default_payment_method === id) {
    customer.invoice_settings.default_payment_method = null;
  }
  method.customer = null;
  unit.tell('payment_method.detached', method);
  return method;
};

const update: Handler = async (unit, params, id = '') => {
  const method = await unit.get('payment_method', id);
  const metadata = params.metadata();
  if (metadata) method.metadata = merged(method.metadata ?? {}, metadata);
  const card = params.below('card');
  writeExpiry(method, { month: card?.whole('exp_month'), year: card?.whole('exp_year') });
  card?.done();
  writeBilling(method, params);
  return method;
};

const retrieve: Handler = async (unit, _params, id = '') => unit.get('payment_method', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'payment_method',
    url: '/v1/payment_methods',
    filters: { customer: 'customer', type: 'status' },
  });

/** An existing method, or a new one made of a test token. */
export async function methodOf(unit: Unit, given: string, param = 'payment_method'): Promise<PaymentMethod> {
  const card = given.startsWith('pm_card_') ? testCard(given) : undefined;
  if (card) return unit.add(fresh(unit, card));
  if (given.startsWith('pm_card_')) throw missing('PaymentMethod', given, param);
  return unit.get('payment_method', given, param);
}

/** @throws a decline when the card is one that cannot be saved */
export function attach(unit: Unit, method: PaymentMethod, customer: string): void {
  if (method.customer !== null && method.customer !== customer) {
    throw invalid('The payment method you provided has already been attached to a customer.');
  }
  const decline = cardOf(method.card?.fingerprint)?.attach;
  if (decline !== undefined) throw declined(decline, { payment_method: method }, false);
  if (method.customer === customer) return;
  method.customer = customer;
  unit.tell('payment_method.attached', method);
}

function writeExpiry({ card }: PaymentMethod, given: { month: number | undefined; year: number | undefined }): void {
  if (!card) return;
  card.exp_month = given.month ?? card.exp_month;
  card.exp_year = given.year ?? card.exp_year;
}

function writeBilling(method: PaymentMethod, params: Params): void {
  const details = params.below('billing_details');
  for (const name of ['email', 'name', 'phone'] as const) {
    if (details?.has(name)) method.billing_details[name] = details.text(name) ?? null;
  }
  details?.ignore('address', 'tax_id');
  details?.done();
}

const NO_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

function fresh(unit: Unit, { number, brand, country }: TestCard): PaymentMethod {
  return {
    id: unit.id('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: structuredClone(NO_ADDRESS), email: null, name: null, phone: null, tax_id: null },
    card: {
      brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country,
      display_brand: brand,
      exp_month: 12,
      exp_year: new Date(unit.at * 1000).getUTCFullYear() + 4,
      fingerprint: mark(number),
      funding: 'credit',
      generated_from: null,
      last4: number.slice(-4),
      networks: { available: [brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: unit.at,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
}

export const paymentMethods: readonly Route[] = [
  post('/v1/payment_methods', create),
  get('/v1/payment_methods', all),
  get('/v1/payment_methods/{id}', retrieve),
  post('/v1/payment_methods/{id}', update),
  post('/v1/payment_methods/{id}/attach', attachTo),
  post('/v1/payment_methods/{id}/detach', detach),
];
