import { draft } from './invoice-draft.js';
import { periodLines, prorationItem } from './invoice-lines.js';
import { collect } from './invoice-paying.js';
import { list } from './lists.js';
import { unused } from './proration.js';
import { del, get, post, type Handler, type Route } from './routes.js';
import { invalid, missing } from './sandbox.errors.js';
import { periodAt } from './subscription-calendar.js';
import { updateSubscription } from './subscription-change.js';
import { createSubscription } from './subscription-create.js';
import { cancelNow } from './subscription-end.js';
import { recurrenceOf, setSpan, spanOf } from './subscription-items.js';
import type { Unit } from './unit.js';
import type { Invoice, InvoiceLine, Subscription } from './wire.js';

const ENDED = new Set(['canceled', 'incomplete_expired']);

const cancel: Handler = async (unit, params, id = '') => {
  const subscription = await unit.get('subscription', id);
  if (ENDED.has(subscription.status)) throw missing('subscription', id);
  const [invoiceNow, prorates] = [params.flag('invoice_now') ?? false, params.flag('prorate') ?? false];
  const details = params.below('cancellation_details');
  const comment = details?.text('comment');
  const feedback = details?.text('feedback') as 'other' | undefined;
  details?.done();
  const span = spanOf(subscription);
  const rest = prorates && subscription.status !== 'trialing' ? unused(subscription.items.data, span, unit.at) : [];
  for (const one of rest) await prorationItem(unit, subscription, one, span.end);
  await cancelNow(unit, subscription, {
    reason: 'cancellation_requested',
    ...(comment === undefined ? {} : { comment }),
    ...(feedback === undefined ? {} : { feedback }),
  });
  if (invoiceNow) {
    const invoice = await billNow(unit, subscription, 'manual', []);
    subscription.latest_invoice = invoice.id;
  }
  return subscription;
};

/** Goes on after a service pause: a new period begins now and is billed at once. */
const resume: Handler = async (unit, params, id = '') => {
  const subscription = await unit.get('subscription', id);
  if (subscription.status !== 'paused') throw invalid('Only a paused subscription can be resumed.');
  params.choice('billing_cycle_anchor', ['now', 'unchanged']);
  params.ignore('proration_behavior', 'proration_date', 'payment_behavior');
  subscription.billing_cycle_anchor = unit.at;
  const span = periodAt(unit.at, recurrenceOf(subscription), unit.at);
  setSpan(subscription, span);
  unit.due('subscription.period', id, span.end);
  const lines = await periodLines(unit, subscription, span);
  const invoice = await billNow(unit, subscription, 'subscription_update', lines);
  subscription.latest_invoice = invoice.id;
  if (wasPaid(invoice)) unit.tell('customer.subscription.resumed', subscription);
  return subscription;
};

/** Stops service and billing; what is paid is not given back. */
const pause: Handler = async (unit, params, id = '') => {
  const subscription = await unit.get('subscription', id);
  if (!['active', 'past_due', 'trialing', 'unpaid'].includes(subscription.status)) {
    throw invalid(`A subscription that is ${subscription.status} cannot be paused.`);
  }
  params.ignore('type');
  subscription.status = 'paused';
  unit.undue('subscription.period', id);
  unit.tell('customer.subscription.paused', subscription);
  return subscription;
};

async function billNow(
  unit: Unit,
  subscription: Subscription,
  reason: 'manual' | 'subscription_update',
  lines: InvoiceLine[],
): Promise<Invoice> {
  const invoice = await draft(unit, {
    customer: await unit.get('customer', subscription.customer),
    currency: subscription.currency,
    reason,
    subscription,
    lines,
    period: spanOf(subscription),
    autoAdvance: false,
  });
  await collect(unit, invoice, true);
  return invoice;
}

function wasPaid({ status }: Invoice): boolean {
  return status === 'paid';
}

const retrieve: Handler = async (unit, _params, id = '') => unit.get('subscription', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'subscription',
    url: '/v1/subscriptions',
    filters: { customer: 'customer' },
    where: (given, value) => {
      const status = given.text('status');
      const price = given.text('price');
      const where = price === undefined ? [] : [`data::text like ${value(`%"${price}"%`)}`];
      if (status === undefined) return [...where, `status not in ('canceled', 'incomplete_expired')`];
      if (status === 'all') return where;
      if (status === 'ended') return [...where, `status in ('canceled', 'incomplete_expired')`];
      return [...where, `status = ${value(status)}`];
    },
  });

export const subscriptions: readonly Route[] = [
  post('/v1/subscriptions', createSubscription),
  get('/v1/subscriptions', all),
  get('/v1/subscriptions/{id}', retrieve),
  post('/v1/subscriptions/{id}', updateSubscription),
  del('/v1/subscriptions/{id}', cancel),
  post('/v1/subscriptions/{id}/resume', resume),
  post('/v1/subscriptions/{id}/pause', pause),
];
