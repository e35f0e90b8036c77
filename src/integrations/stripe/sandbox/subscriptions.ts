import { prorationItem } from './invoice-lines.js';
import { usageLines } from './meters/usage-lines.js';
import { list, rangeOf } from './lists.js';
import { unused } from './proration.js';
import { del, get, post, type Handler, type Route } from './routes.js';
import { missing } from './sandbox.errors.js';
import { updateSubscription } from './subscription-change.js';
import { createSubscription } from './subscription-create.js';
import { cancelNow } from './subscription-end.js';
import { spanOf } from './subscription-items.js';
import { wholePeriod } from './subscription-periods.js';
import { billNow, pause, resume } from './subscription-pausing.js';

const ENDED = new Set(['canceled', 'incomplete_expired']);

export const cancelSubscription: Handler = async (unit, params, id = '') => {
  const subscription = await unit.get('subscription', id);
  if (ENDED.has(subscription.status)) throw missing('subscription', id);
  const [invoiceNow, prorates] = [params.flag('invoice_now') ?? false, params.flag('prorate') ?? false];
  const details = params.below('cancellation_details');
  const comment = details?.text('comment');
  const feedback = details?.text('feedback') as 'other' | undefined;
  details?.done();
  const span = spanOf(subscription);
  const paid = prorates && subscription.status !== 'trialing' ? subscription.items.data : [];
  const rest = unused(paid, wholePeriod(subscription), unit.at);
  for (const one of rest) await prorationItem(unit, subscription, one, span.end);
  const used = invoiceNow ? await usageLines(unit, subscription, { start: span.start, end: unit.at }) : [];
  // What had been planned for later is no longer planned.
  Object.assign(subscription, { cancel_at: null, cancel_at_period_end: false });
  await cancelNow(unit, subscription, {
    reason: 'cancellation_requested',
    ...(comment === undefined ? {} : { comment }),
    ...(feedback === undefined ? {} : { feedback }),
  });
  if (invoiceNow) await billNow(unit, subscription, 'manual', used);
  return subscription;
};

/** Beside those a subscription can have: `all`, and `ended` for both that are over. */
const STATUSES = [
  ...['active', 'all', 'canceled', 'ended', 'incomplete', 'incomplete_expired'],
  ...['past_due', 'paused', 'trialing', 'unpaid'],
];

const retrieve: Handler = async (unit, _params, id = '') => unit.get('subscription', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'subscription',
    url: '/v1/subscriptions',
    filters: { customer: 'customer' },
    fields: ['collection_method'],
    choices: { collection_method: ['charge_automatically', 'send_invoice'], status: STATUSES },
    where: (given, value) => {
      const status = given.text('status');
      const clock = given.text('test_clock');
      const price = given.text('price');
      const where = price === undefined ? [] : [`data::text like ${value(`%"${price}"%`)}`];
      for (const name of ['current_period_start', 'current_period_end']) {
        where.push(...rangeOf(given, name, `(data #>> '{items,data,0,${name}}')::bigint`, value));
      }
      if (clock !== undefined) where.push(`parent = ${value(clock)}`);
      else if (!given.has('customer')) where.push('parent is null');
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
  del('/v1/subscriptions/{id}', cancelSubscription),
  post('/v1/subscriptions/{id}/resume', resume),
  post('/v1/subscriptions/{id}/pause', pause),
];
