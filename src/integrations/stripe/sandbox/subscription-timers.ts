import { settingsOf } from './settings/account-settings.js';
import { spanOf } from './subscription-items.js';
import type { Unit } from './unit.js';
import type { Subscription } from './wire.js';

const DAY = 86_400;

/** Sets what the end of the running period will bring: some days before, its announcement; then the next period. */
export async function awaitPeriodEnd(unit: Unit, subscription: Subscription): Promise<void> {
  const { upcoming_days: days } = await settingsOf(unit);
  const { end } = spanOf(subscription);
  unit.due('subscription.period', subscription.id, end);
  const notice = end - days * DAY;
  if (days > 0 && notice > unit.at) unit.due('subscription.upcoming', subscription.id, notice);
  else unit.undue('subscription.upcoming', subscription.id);
}

/** No further period begins. */
export function endCalendar(unit: Unit, id: string): void {
  unit.undue('subscription.period', id);
  unit.undue('subscription.upcoming', id);
}

/** Three days before a trial ends, or at once when it is shorter. */
export function awaitTrialNotice(unit: Unit, { id, trial_end: end }: Subscription): void {
  if (end !== null) unit.due('subscription.notice', id, Math.max(unit.at, end - 3 * DAY));
}
