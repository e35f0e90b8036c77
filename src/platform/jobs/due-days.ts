import { days } from '../../kernel/clock.js';
import { dayOf, startOfDay } from '../../kernel/period.js';

/** The days a daily job owes, oldest first: those after the last one that is done, up to the one that is due now. */
export function dueDays(now: Date, time: string, last: string | undefined): string[] {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const latest = dayOf(new Date(now.getTime() - (hour * 60 + minute) * 60_000));
  // A job that never ran begins today: its past is not owed.
  if (last === undefined) return [latest];

  const owed: string[] = [];
  for (let day = following(last); day <= latest; day = following(day)) owed.push(day);
  return owed;
}

function following(day: string): string {
  return dayOf(new Date(startOfDay(day).getTime() + days(1)));
}
