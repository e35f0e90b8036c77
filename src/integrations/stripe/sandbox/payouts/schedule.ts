import type { Unit } from '../unit.js';

/** How money leaves the account by itself, and whether the next payout comes back. */
export interface PayoutSchedule {
  id: string;
  object: 'sandbox_payout_schedule';
  interval: 'daily' | 'manual';
  /** Why the bank will refuse the next payout. */
  fails: string | null;
}

const DAY = 86_400;
const ID = 'sandbox_payout_schedule';

/** Manual until it is set. */
export async function scheduleOf(unit: Unit): Promise<PayoutSchedule | undefined> {
  await unit.load([ID]);
  return unit.peek(ID) as PayoutSchedule | undefined;
}

export async function setSchedule(
  unit: Unit,
  wanted: Partial<Pick<PayoutSchedule, 'interval' | 'fails'>>,
): Promise<void> {
  const schedule = await scheduleOf(unit);
  if (wanted.interval === 'daily') unit.due('payout.daily', ID, (Math.floor(unit.at / DAY) + 1) * DAY);
  if (schedule) Object.assign(schedule, wanted);
  else unit.add<PayoutSchedule>({ id: ID, object: ID, interval: 'manual', fails: null, ...wanted });
}
