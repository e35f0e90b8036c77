import { list } from '../lists.js';
import { merged } from '../metadata.js';
import type { Params } from '../params.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { invalid, unimplemented } from '../sandbox.errors.js';
import { cancelSubscription } from '../subscriptions.js';
import type { Unit } from '../unit.js';
import type { Subscription, SubscriptionSchedule } from '../wire.js';
import { blankSchedule, writeDefaults } from './blank-schedule.js';
import { phasesOf, PLAIN, type Phase } from './phase.js';
import { letGo, stop } from './schedule-end.js';
import { enter, phaseAt, standIn } from './schedule-time.js';

const create: Handler = async (unit, params) => {
  params.ignore('billing_mode');
  const from = params.text('from_subscription');
  const schedule = from === undefined ? await planned(unit, params) : await adopted(unit, from);
  schedule.metadata = params.metadata() ?? {};
  unit.created(schedule, 'subscription_schedule.created');
  return schedule;
};

/** A subscription that is yet to begin, or begins now. */
async function planned(unit: Unit, params: Params): Promise<SubscriptionSchedule> {
  const customer = await unit.get('customer', params.required('customer'), 'customer');
  const named = params.text('start_date');
  const start = named === undefined || named === 'now' ? unit.at : Number(named);
  const schedule = unit.add(blankSchedule(unit, customer.id, customer.test_clock ?? null));
  schedule.end_behavior = endBehavior(params) ?? 'release';
  writeDefaults(schedule, params);
  schedule.phases = await phasesOf(unit, params.each('phases') ?? [], start);
  const phase = phaseAt(schedule, unit.at);
  if (!phase && start <= unit.at) throw invalid('The last phase must end in the future.', { param: 'phases' });
  if (phase) await enter(unit, schedule, phase);
  else unit.due('schedule.phase', schedule.id, start);
  return schedule;
}

/** A running subscription as it is, until the end of its period. */
async function adopted(unit: Unit, id: string): Promise<SubscriptionSchedule> {
  const subscription = await unit.get('subscription', id, 'from_subscription');
  if (subscription.schedule !== null) {
    throw invalid('You cannot migrate a subscription that is already attached to a schedule.');
  }
  const schedule = unit.add(blankSchedule(unit, subscription.customer, subscription.test_clock));
  schedule.subscription = subscription.id;
  schedule.status = 'active';
  const phase = phaseOf(subscription);
  schedule.phases = [phase];
  subscription.schedule = schedule.id;
  await standIn(unit, schedule, phase);
  return schedule;
}

function phaseOf(subscription: Subscription): Phase {
  const { items, metadata, currency, trial_end: trial } = subscription;
  const [item] = items.data;
  return {
    ...structuredClone(PLAIN),
    currency,
    default_tax_rates: structuredClone(subscription.default_tax_rates ?? []),
    discounts: subscription.discounts.map(kept),
    end_date: item?.current_period_end ?? 0,
    items: items.data.map(({ price, quantity, metadata: own, discounts, tax_rates }) => ({
      billing_thresholds: null,
      discounts: discounts.map(kept),
      metadata: structuredClone(own),
      plan: price.id,
      price: price.id,
      ...(quantity === undefined ? {} : { quantity }),
      tax_rates: structuredClone(tax_rates ?? []),
    })),
    metadata: structuredClone(metadata),
    proration_behavior: 'create_prorations',
    start_date: item?.current_period_start ?? 0,
    trial_end: trial,
  };
}

function kept(discount: string): Phase['discounts'][number] {
  return { coupon: null, discount, promotion_code: null };
}

/** Phases are given whole. The one that runs keeps its start; what it says now holds from now on. */
const update: Handler = async (unit, params, id = '') => {
  const schedule = await unit.get('subscription_schedule', id);
  mustRun(schedule);
  const metadata = params.metadata();
  if (metadata) schedule.metadata = merged(schedule.metadata ?? {}, metadata);
  schedule.end_behavior = endBehavior(params) ?? schedule.end_behavior;
  writeDefaults(schedule, params);
  const given = params.each('phases');
  params.choice('proration_behavior', ['always_invoice', 'create_prorations', 'none']);
  if (!given) return rest(unit, schedule);
  const start = schedule.current_phase?.start_date ?? schedule.phases[0]?.start_date ?? unit.at;
  schedule.phases = await phasesOf(unit, given, start);
  const phase = phaseAt(schedule, unit.at);
  unit.undue('schedule.notice', id);
  if (phase) await enter(unit, schedule, phase, schedule.current_phase?.start_date !== phase.start_date);
  else if (schedule.status === 'not_started') unit.due('schedule.phase', id, start);
  else throw invalid('One of the phases must be running now.', { param: 'phases' });
  return schedule;
};

async function rest(unit: Unit, schedule: SubscriptionSchedule): Promise<SubscriptionSchedule> {
  const phase = phaseAt(schedule, unit.at);
  if (phase && schedule.status === 'active') await standIn(unit, schedule, phase);
  return schedule;
}

const cancel: Handler = async (unit, params, id = '') => {
  const schedule = await unit.get('subscription_schedule', id);
  mustRun(schedule);
  stop(unit, schedule, 'canceled');
  schedule.canceled_at = unit.at;
  unit.tell('subscription_schedule.canceled', schedule);
  if (schedule.subscription === null) params.ignore('invoice_now', 'prorate');
  else await cancelSubscription(unit, params, schedule.subscription);
  return schedule;
};

const release: Handler = async (unit, params, id = '') => {
  const schedule = await unit.get('subscription_schedule', id);
  mustRun(schedule);
  await letGo(unit, schedule, params.flag('preserve_cancel_date') ?? false);
  return schedule;
};

function endBehavior(params: Params): 'cancel' | 'release' | undefined {
  const wanted = params.choice('end_behavior', ['cancel', 'none', 'release', 'renew']);
  if (wanted === 'none' || wanted === 'renew') throw unimplemented(`end_behavior ${wanted} of a schedule`);
  return wanted;
}

function mustRun({ status }: SubscriptionSchedule): void {
  if (status === 'active' || status === 'not_started') return;
  throw invalid(`This schedule can no longer be changed: it is ${status}.`);
}

const retrieve: Handler = async (unit, _params, id = '') => unit.get('subscription_schedule', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'subscription_schedule',
    url: '/v1/subscription_schedules',
    filters: { customer: 'customer' },
    ranges: ['canceled_at', 'completed_at', 'released_at'],
    where: (given) => (given.flag('scheduled') ? [`status = 'not_started'`] : []),
  });

export const subscriptionSchedules: readonly Route[] = [
  post('/v1/subscription_schedules', create),
  get('/v1/subscription_schedules', all),
  get('/v1/subscription_schedules/{id}', retrieve),
  post('/v1/subscription_schedules/{id}', update),
  post('/v1/subscription_schedules/{id}/cancel', cancel),
  post('/v1/subscription_schedules/{id}/release', release),
];
