import { list, within } from '../lists.js';
import { merged } from '../metadata.js';
import type { FormTree } from '../form.js';
import { Params } from '../params.js';
import { checkAmount } from '../payment-intents.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { invalid, parameterMissing, unimplemented } from '../sandbox.errors.js';
import { ratesOf } from '../tax/tax-rates.js';
import type { Unit } from '../unit.js';
import type { CheckoutSession, TaxRate } from '../wire.js';
import { discountOf } from './discount.js';
import { lineItemsOf, tax, type LineItem, type Rates } from './line-items.js';
import { keepOrder, orderOf } from './order.js';
import { newSession } from './session.js';

const HOUR = 3_600;

const create: Handler = async (unit, params) => {
  const mode = params.choice('mode', ['payment', 'subscription', 'setup']);
  if (!mode) throw parameterMissing('mode');
  const session = newSession(unit, mode);
  session.success_url = params.required('success_url');
  write(unit, session, params);
  await writeBuyer(unit, session, params);
  const data = params.plain(`${mode === 'payment' ? 'payment_intent' : mode === 'setup' ? 'setup_intent' : mode}_data`);
  const sold = mode === 'setup' ? NOTHING : await lineItemsOf(unit, params, await usualRates(unit, mode, data));
  checkMode(mode, sold.lines);
  await total(unit, session, sold, params);
  const { amount_total: amount, currency } = session;
  // An order that a coupon makes free is one all the same; nothing is charged.
  if (mode === 'payment' && amount !== 0) checkAmount(amount ?? 0, currency ?? '');
  keepOrder(unit, session.id, { ...sold, data: data ?? {} });
  unit.due('checkout.expire', session.id, session.expires_at);
  return unit.add(session);
};

const NOTHING = { lines: [], rates: {} };

/** Those of the subscription that is to be. */
async function usualRates(unit: Unit, mode: string, data: FormTree | undefined): Promise<readonly TaxRate[]> {
  return (mode === 'subscription' && data && (await ratesOf(unit, new Params(data), 'default_tax_rates'))) || [];
}

function write(unit: Unit, session: CheckoutSession, params: Params): void {
  if ((params.text('ui_mode') ?? 'hosted_page') !== 'hosted_page') throw unimplemented('checkout inside another page');
  session.cancel_url = params.text('cancel_url') ?? null;
  session.client_reference_id = params.text('client_reference_id') ?? null;
  session.metadata = params.metadata() ?? {};
  session.allow_promotion_codes = params.flag('allow_promotion_codes') ?? null;
  session.expires_at = params.whole('expires_at') ?? session.expires_at;
  if (session.expires_at < unit.at + HOUR / 2 || session.expires_at > unit.at + 24 * HOUR) {
    throw invalid('A session expires between 30 minutes and 24 hours after it was made.', { param: 'expires_at' });
  }
  session.submit_type = params.choice('submit_type', ['auto', 'book', 'donate', 'pay', 'subscribe']) ?? null;
  session.currency = params.currency() ?? null;
  params.ignore('locale', 'allowed_payment_method_types', 'payment_method_collection', 'saved_payment_method_options');
}

async function writeBuyer(unit: Unit, session: CheckoutSession, params: Params): Promise<void> {
  const customer = params.text('customer');
  session.customer = customer === undefined ? null : (await unit.get('customer', customer, 'customer')).id;
  session.customer_email = params.text('customer_email') ?? null;
  const creation = params.choice('customer_creation', ['always', 'if_required']);
  if (creation && session.mode !== 'payment')
    throw invalid('customer_creation is for payments.', { param: 'customer_creation' });
  session.customer_creation = session.mode === 'payment' && customer === undefined ? (creation ?? 'if_required') : null;
}

function checkMode(mode: CheckoutSession['mode'], lines: readonly LineItem[]): void {
  const recurring = lines.some(({ price }) => price?.recurring);
  if (mode === 'subscription' && !recurring) {
    throw invalid('You must provide at least one recurring price in `subscription` mode.', { param: 'mode' });
  }
  if (mode === 'payment' && recurring) {
    throw invalid('You specified `payment` mode but passed a recurring price.', { param: 'mode' });
  }
}

async function total(unit: Unit, session: CheckoutSession, sold: Sold, params: Params): Promise<void> {
  if (session.mode === 'setup') {
    session.payment_status = 'no_payment_required';
    return;
  }
  sum(session, sold, await discountOf(unit, session, sold.lines, params));
}

interface Sold {
  readonly lines: LineItem[];
  readonly rates: Rates;
}

/** What the lines come to, less what is taken off, with their taxes. */
export function sum(session: CheckoutSession, { lines, rates }: Sold, off: number): void {
  tax(lines, rates);
  const all = (name: 'amount_subtotal' | 'amount_tax' | 'amount_total') =>
    lines.reduce((summed, { [name]: amount }) => summed + amount, 0);
  session.currency = lines[0]?.currency ?? session.currency;
  session.amount_subtotal = all('amount_subtotal');
  session.amount_total = all('amount_total');
  session.total_details = { amount_discount: off, amount_shipping: 0, amount_tax: all('amount_tax') };
}

const update: Handler = async (unit, params, id = '') => {
  const session = await unit.get('checkout.session', id);
  const metadata = params.metadata();
  if (metadata) session.metadata = merged(session.metadata ?? {}, metadata);
  return session;
};

const expire: Handler = async (unit, _params, id = '') => {
  const session = await unit.get('checkout.session', id);
  if (session.status !== 'open') {
    throw invalid(`Only Checkout Sessions with a status of open can be expired. This one is ${session.status}.`);
  }
  close(unit, session);
  return session;
};

/** Its day is over. */
export async function expireOnTime(unit: Unit, id: string): Promise<void> {
  const session = await unit.get('checkout.session', id);
  if (session.status === 'open') close(unit, session);
}

function close(unit: Unit, session: CheckoutSession): void {
  session.status = 'expired';
  session.url = null;
  unit.undue('checkout.expire', session.id);
  unit.tell('checkout.session.expired', session);
}

const items: Handler = async (unit, params, id = '') => {
  await unit.get('checkout.session', id);
  return within((await orderOf(unit, id)).lines, params, `/v1/checkout/sessions/${id}/line_items`);
};

const retrieve: Handler = async (unit, _params, id = '') => unit.get('checkout.session', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'checkout.session',
    url: '/v1/checkout/sessions',
    filters: { customer: 'customer', payment_intent: 'peer', status: 'status', subscription: 'parent' },
    choices: { status: ['complete', 'expired', 'open'] },
    where: (given, value) => {
      const buyer = given.below('customer_details');
      const email = buyer?.text('email');
      buyer?.done();
      return email === undefined ? [] : [`data -> 'customer_details' ->> 'email' = ${value(email)}`];
    },
  });

export const checkoutSessions: readonly Route[] = [
  post('/v1/checkout/sessions', create),
  get('/v1/checkout/sessions', all),
  get('/v1/checkout/sessions/{id}', retrieve),
  post('/v1/checkout/sessions/{id}', update),
  post('/v1/checkout/sessions/{id}/expire', expire),
  get('/v1/checkout/sessions/{id}/line_items', items),
];
