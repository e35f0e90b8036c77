import type { FormTree } from '../form.js';
import { Params } from '../params.js';
import { updateSubscription } from '../subscription-change.js';
import { subscribe } from '../subscription-create.js';
import { cancelNow } from '../subscription-end.js';
import type { Unit } from '../unit.js';
import type { Discount, Subscription, SubscriptionSchedule } from '../wire.js';
import { beginning, turning } from './phase-call.js';
import type { Phase } from './phase.js';
import { letGo, stop } from './schedule-end.js';

const WEEK = 7 * 86_400;

/** The phase that runs at an instant, once there is one. */
export function phaseAt({ phases }: SubscriptionSchedule, at: number): Phase | undefined {
  return phases.find(({ start_date: from, end_date: until }) => from <= at && at < until);
}

/** Enters the phase that has begun, or comes to the end. */
export async function turnPhase(unit: Unit, id: string): Promise<void> {
  const schedule = await unit.get('subscription_schedule', id);
  const phase = phaseAt(schedule, unit.at);
  if (phase) await enter(unit, schedule, phase);
  else await finish(unit, schedule);
}

/**
 * Brings its subscription into a phase; the first one makes it.
 * @param begins false where the phase runs already and only says something else now
 */
export async function enter(unit: Unit, schedule: SubscriptionSchedule, phase: Phase, begins = true): Promise<void> {
  const running = await unit.maybe('subscription', schedule.subscription);
  if (running) {
    const standing = { subscription: running, discounts: await discountsOf(unit, running), begins };
    await taken(turning(schedule, phase, standing, unit.at), (params) => updateSubscription(unit, params, running.id));
  } else {
    await taken(beginning(schedule, phase, unit.at), async (params) => {
      schedule.subscription = (await subscribe(unit, params, schedule.id)).id;
    });
  }
  schedule.status = 'active';
  await standIn(unit, schedule, phase);
}

async function discountsOf(unit: Unit, { discounts, items }: Subscription): Promise<Discount[]> {
  const ids = [...discounts, ...items.data.flatMap((item) => item.discounts)];
  const found: Discount[] = [];
  for (const id of ids) found.push(await unit.get('discount', id));
  return found;
}

/** Says which phase runs and waits for its end. */
export async function standIn(unit: Unit, schedule: SubscriptionSchedule, phase: Phase): Promise<void> {
  const { start_date, end_date } = phase;
  schedule.current_phase = { start_date, end_date };
  unit.due('schedule.phase', schedule.id, end_date);
  if (phase !== schedule.phases.at(-1)) return;
  if (end_date - WEEK > unit.at) unit.due('schedule.notice', schedule.id, end_date - WEEK);
  const subscription = await unit.maybe('subscription', schedule.subscription);
  if (subscription && schedule.end_behavior === 'cancel') subscription.cancel_at = end_date;
}

/** @throws parameter_unknown for what a phase says and the call does not take */
async function taken(tree: FormTree, call: (params: Params) => Promise<unknown>): Promise<void> {
  const params = new Params(tree);
  await call(params);
  params.done();
}

/** All phases are over: the subscription ends with them, or goes on alone. */
async function finish(unit: Unit, schedule: SubscriptionSchedule): Promise<void> {
  if (schedule.end_behavior !== 'cancel') return letGo(unit, schedule, false);
  const subscription = await unit.maybe('subscription', schedule.subscription);
  stop(unit, schedule, 'completed');
  schedule.completed_at = unit.at;
  unit.tell('subscription_schedule.completed', schedule);
  if (subscription && subscription.status !== 'canceled') await cancelNow(unit, subscription, {});
}

/** A week before the last phase ends. */
export async function noticeEnd(unit: Unit, id: string): Promise<void> {
  const schedule = await unit.get('subscription_schedule', id);
  if (schedule.status === 'active') unit.tell('subscription_schedule.expiring', schedule);
}
