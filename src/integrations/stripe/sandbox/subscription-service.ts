import { awaitPeriodEnd, endCalendar } from './subscription-timers.js';
import type { Unit } from './unit.js';
import type { Subscription } from './wire.js';

/** Stops service and billing until it is resumed. */
export function pauseService(unit: Unit, subscription: Subscription): void {
  subscription.status = 'paused';
  endCalendar(unit, subscription.id);
  unit.undue('subscription.notice', subscription.id);
  unit.tell('customer.subscription.paused', subscription);
}

/** Service and its calendar run again. */
export async function goOn(unit: Unit, subscription: Subscription): Promise<void> {
  subscription.status = 'active';
  unit.undue('subscription.lapse_resume', subscription.id);
  await awaitPeriodEnd(unit, subscription);
  unit.tell('customer.subscription.resumed', subscription);
}
