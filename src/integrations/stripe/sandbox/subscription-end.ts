import { stopTrying } from './invoice-closing.js';
import { endWith } from './schedules/schedule-end.js';
import type { Unit } from './unit.js';
import type { Subscription } from './wire.js';

type Details = NonNullable<Subscription['cancellation_details']>;

const TIMERS = ['cancel', 'lapse', 'lapse_resume', 'lapse_update', 'notice', 'period', 'resume', 'upcoming'];

/** Ends a subscription at once. What is owed stays owed, but is no longer tried. */
export async function cancelNow(unit: Unit, subscription: Subscription, why: Partial<Details>): Promise<void> {
  const kept = subscription.cancellation_details;
  Object.assign(subscription, {
    status: 'canceled',
    canceled_at: subscription.canceled_at ?? unit.at,
    ended_at: unit.at,
    pending_update: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null, ...kept, ...why },
  });
  for (const timer of TIMERS) unit.undue(`subscription.${timer}`, subscription.id);
  const latest = await unit.maybe('invoice', subscription.latest_invoice);
  if (latest && (latest.status === 'draft' || latest.status === 'open')) stopTrying(unit, latest);
  unit.tell('customer.subscription.deleted', subscription);
  await endWith(unit, subscription);
}
