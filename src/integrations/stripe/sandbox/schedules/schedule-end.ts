import type { Unit } from '../unit.js';
import type { Subscription, SubscriptionSchedule } from '../wire.js';

/** Nothing further comes of a schedule. */
export function stop(unit: Unit, schedule: SubscriptionSchedule, status: SubscriptionSchedule['status']): void {
  schedule.status = status;
  schedule.current_phase = null;
  unit.undue('schedule.phase', schedule.id);
  unit.undue('schedule.notice', schedule.id);
}

/** Its subscription is over, so it is too. */
export async function endWith(unit: Unit, subscription: Subscription): Promise<void> {
  const schedule = await unit.maybe('subscription_schedule', subscription.schedule);
  if (!schedule || !['active', 'not_started'].includes(schedule.status)) return;
  stop(unit, schedule, 'canceled');
  schedule.canceled_at = unit.at;
  const unpaid = subscription.cancellation_details?.reason === 'payment_failed';
  unit.tell(unpaid ? 'subscription_schedule.aborted' : 'subscription_schedule.canceled', schedule);
}

/** The subscription goes on by itself. */
export async function letGo(unit: Unit, schedule: SubscriptionSchedule, keepsEnd: boolean): Promise<void> {
  const subscription = await unit.maybe('subscription', schedule.subscription);
  stop(unit, schedule, 'released');
  Object.assign(schedule, {
    released_at: unit.at,
    released_subscription: schedule.subscription,
    subscription: null,
  });
  unit.tell('subscription_schedule.released', schedule);
  if (!subscription) return;
  subscription.schedule = null;
  if (subscription.cancel_at === null || schedule.end_behavior !== 'cancel') return;
  if (keepsEnd) unit.due('subscription.cancel', subscription.id, subscription.cancel_at);
  else subscription.cancel_at = null;
}
