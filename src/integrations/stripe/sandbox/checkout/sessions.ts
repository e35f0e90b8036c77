import { list, within } from '../lists.js';
import { merged } from '../metadata.js';
import type { Params } from '../params.js';
import { checkAmount } from '../payment-intents.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { invalid, parameterMissing, unimplemented } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { CheckoutSession } from '../wire.js';
import { discountOf } from './discount.js';
import { lineItemsOf, type LineItem } from './line-items.js';
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
  const lines = mode === 'setup' ? [] : await lineItemsOf(unit, params);
  const data = params.plain(`${mode === 'payment' ? 'payment_intent' : mode === 'setup' ? 'setup_intent' : mode}_data`);
  checkMode(mode, lines);
  await total(unit, session, lines, params);
  const { amount_total: amount, currency } = session;
  // An order that a coupon makes free is one all the same; nothing is charged.
  if (mode === 'payment' && amount !== 0) checkAmount(amount ?? 0, currency ?? '');
  keepOrder(unit, session.id, { lines, data: data ?? {} });
  unit.due('checkout.expire', session.id, session.expires_at);
  return unit.add(session);
};

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
  session.currency = params.text('currency')?.toLowerCase() ?? null;
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

async function total(unit: Unit, session: CheckoutSession, lines: LineItem[], params: Params): Promise<void> {
  if (session.mode === 'setup') {
    session.payment_status = 'no_payment_required';
    return;
  }
  sum(session, lines, await discountOf(unit, session, lines, params));
}

/** What the lines come to, less what is taken off. */
export function sum(session: CheckoutSession, lines: readonly LineItem[], off: number): void {
  const subtotal = lines.reduce((all, { amount_subtotal: amount }) => all + amount, 0);
  session.currency = lines[0]?.currency ?? session.currency;
  session.amount_subtotal = subtotal;
  session.amount_total = subtotal - off;
  session.total_details = { amount_discount: off, amount_shipping: 0, amount_tax: 0 };
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
  });

export const checkoutSessions: readonly Route[] = [
  post('/v1/checkout/sessions', create),
  get('/v1/checkout/sessions', all),
  get('/v1/checkout/sessions/{id}', retrieve),
  post('/v1/checkout/sessions/{id}', update),
  post('/v1/checkout/sessions/{id}/expire', expire),
  get('/v1/checkout/sessions/{id}/line_items', items),
];
