import { addressOf } from './address.js';
import { moveBalance } from './balance-of-customer.js';
import { writeCoupon } from './coupons/customer-coupon.js';
import { list } from './lists.js';
import { merged } from './metadata.js';
import type { Params } from './params.js';
import { attach, methodOf } from './payment-methods.js';
import { del, get, post, type Handler, type Route } from './routes.js';
import { invalid, missing } from './sandbox.errors.js';
import { cancelNow } from './subscription-end.js';
import type { Unit } from './unit.js';
import type { Customer, CustomerBalanceTransaction } from './wire.js';

const CUSTOMERS_OF_A_CLOCK = 3;

export const createCustomer: Handler = async (unit, params) => {
  const customer = await blankOn(unit, params.text('test_clock'));
  const metadata = params.metadata();
  if (metadata) customer.metadata = metadata;
  write(customer, params);
  const method = params.text('payment_method');
  const attached = method === undefined ? undefined : await methodOf(unit, method);
  await writeDefault(unit, customer, params, attached?.id);
  unit.add(customer, 'customer.created');
  if (attached) attach(unit, attached, customer.id);
  await writeCoupon(unit, customer, params);
  return customer;
};

const update: Handler = async (unit, params, id = '') => {
  const customer = await unit.get('customer', id);
  const metadata = params.metadata();
  if (metadata) customer.metadata = merged(customer.metadata, metadata);
  write(customer, params);
  await writeDefault(unit, customer, params);
  await writeCoupon(unit, customer, params);
  return customer;
};

const remove: Handler = async (unit, _params, id = '') => removeCustomer(unit, id);

/** Its subscriptions end with it. */
export async function removeCustomer(unit: Unit, id: string): Promise<object> {
  const customer = await unit.get('customer', id);
  for (const subscription of await unit.find('subscription', 'customer', id)) {
    if (subscription.status !== 'canceled') await cancelNow(unit, subscription, { reason: 'cancellation_requested' });
  }
  return unit.remove(customer, 'customer.deleted');
}

const retrieve: Handler = async (unit, _params, id = '') =>
  (await unit.maybe('customer', id)) ?? unit.get('customer', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'customer',
    url: '/v1/customers',
    filters: { email: 'peer', test_clock: 'parent' },
    where: (given) => (given.has('test_clock') ? [] : ['parent is null']),
  });

const methods: Handler = async (unit, params, id = '') => {
  await unit.get('customer', id);
  const where = (_: Params, value: (one: unknown) => string): string[] => [`customer = ${value(id)}`];
  const url = `/v1/customers/${id}/payment_methods`;
  return list(unit, params, { kind: 'payment_method', url, filters: { type: 'status' }, where });
};

const movements: Handler = async (unit, params, id = '') => {
  await unit.get('customer', id);
  const where = (_: Params, value: (one: unknown) => string): string[] => [`customer = ${value(id)}`];
  return list(unit, params, {
    kind: 'customer_balance_transaction',
    url: `/v1/customers/${id}/balance_transactions`,
    where,
  });
};

const adjust: Handler = async (unit, params, id = '') => {
  const customer = await unit.get('customer', id);
  const amount = params.whole('amount');
  const currency = params.requiredCurrency();
  if (amount === undefined) throw invalid('Missing required param: amount.', { param: 'amount' });
  if (customer.currency && customer.currency !== currency) {
    throw invalid(`The balance of this customer is in ${customer.currency}.`, { param: 'currency' });
  }
  const description = params.text('description') ?? null;
  return moveBalance(unit, customer, { amount, currency, type: 'adjustment', description });
};

const movement: Handler = async (unit, _params, customer = '', id = '') => {
  const found = await unit.get('customer_balance_transaction', id);
  if (found.customer !== customer) throw missing('customer balance transaction', id);
  return found;
};

const describe: Handler = async (unit, params, customer = '', id = '') => {
  const found = (await movement(unit, params, customer, id)) as CustomerBalanceTransaction;
  if (params.has('description')) found.description = params.text('description') ?? null;
  const metadata = params.metadata();
  if (metadata) found.metadata = merged(found.metadata ?? {}, metadata);
  return found;
};

function write(customer: Customer, params: Params): void {
  for (const name of ['description', 'email', 'name', 'phone'] as const) {
    if (params.has(name)) customer[name] = params.text(name) ?? null;
  }
  const address = addressOf(params);
  if (address !== undefined) customer.address = address;
  customer.balance = params.whole('balance') ?? customer.balance;
  customer.preferred_locales = params.texts('preferred_locales') ?? customer.preferred_locales ?? [];
  customer.tax_exempt = params.choice('tax_exempt', ['none', 'exempt', 'reverse']) ?? customer.tax_exempt ?? 'none';
  params.ignore('invoice_prefix', 'next_invoice_sequence', 'tax', 'validate');
}

async function writeDefault(unit: Unit, customer: Customer, params: Params, attached?: string): Promise<void> {
  const settings = params.below('invoice_settings');
  const given = settings?.text('default_payment_method');
  settings?.done();
  if (given === undefined) return;
  const method = await unit
    .get('payment_method', given, 'invoice_settings[default_payment_method]')
    .catch(async (error) => {
      if (attached === undefined || !given.startsWith('pm_card_')) throw error;
      return unit.get('payment_method', attached);
    });
  if (method.customer !== customer.id && method.id !== attached) {
    throw invalid(`The customer does not have a payment method with the ID ${given}.`, { code: 'resource_missing' });
  }
  customer.invoice_settings.default_payment_method = method.id;
}

/** A customer that goes by business time, or by a test clock's. */
async function blankOn(unit: Unit, clock: string | undefined): Promise<Customer> {
  if (clock === undefined) return blank(unit);
  unit.keepTime(await unit.get('test_helpers.test_clock', clock, 'test_clock'));
  if ((await unit.find('customer', 'parent', clock)).length >= CUSTOMERS_OF_A_CLOCK) {
    throw invalid(`A test clock can have at most ${CUSTOMERS_OF_A_CLOCK} customers.`, { param: 'test_clock' });
  }
  return { ...blank(unit), test_clock: clock };
}

function blank(unit: Unit): Customer {
  const id = unit.id('cus');
  return {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: unit.at,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: id.slice(4, 12).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

export const customers: readonly Route[] = [
  post('/v1/customers', createCustomer),
  get('/v1/customers', all),
  get('/v1/customers/{id}', retrieve),
  post('/v1/customers/{id}', update),
  del('/v1/customers/{id}', remove),
  get('/v1/customers/{id}/payment_methods', methods),
  get('/v1/customers/{id}/balance_transactions', movements),
  post('/v1/customers/{id}/balance_transactions', adjust),
  get('/v1/customers/{customerId}/balance_transactions/{id}', movement),
  post('/v1/customers/{customerId}/balance_transactions/{id}', describe),
];
