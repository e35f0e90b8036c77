import { step, type Interval } from '../../../kernel/period.js';

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Recurrence {
  readonly interval: Interval;
  readonly interval_count: number;
}

/** The billing period an instant falls into; periods are counted from the anchor and keep its day of the month. Seconds. */
export function periodAt(anchor: number, { interval, interval_count: count }: Recurrence, at: number): Span {
  const from = new Date(anchor * 1000);
  const nth = (n: number): number => Math.floor(step(from, interval, n * count).getTime() / 1000);
  let n = Math.floor((at - anchor) / (LONGEST[interval] * count)) - 1;
  while (nth(n + 1) <= at) n += 1;
  return { start: nth(n), end: nth(n + 1) };
}

const DAY = 86_400;
const LONGEST: Readonly<Record<Interval, number>> = { day: DAY, week: 7 * DAY, month: 31 * DAY, year: 366 * DAY };

/** How much of a period is left at an instant, as a fraction. */
export function left({ start, end }: Span, at: number): number {
  return Math.min(1, Math.max(0, (end - at) / (end - start)));
}

/** How many periods, in parts, lie within a span: each counts by its own length. */
export function elapsed(anchor: number, recurrence: Recurrence, { start, end }: Span): number {
  let periods = 0;
  for (let at = start; at < end;) {
    const period = periodAt(anchor, recurrence, at);
    const until = Math.min(end, period.end);
    periods += (until - at) / (period.end - period.start);
    at = until;
  }
  return periods;
}

export interface DayOfMonth {
  readonly day_of_month: number;
  readonly hour: number | null;
  readonly minute: number | null;
  readonly month: number | null;
  readonly second: number | null;
}

/**
 * The first instant, from the earliest on, on this day of a month, or of one month of the year, at the time of day it is
 * now unless another is wanted; a month without the day takes its last one. UTC.
 */
export function monthDay(wanted: DayOfMonth, { interval }: Recurrence, now: number, earliest = now + 1): number {
  const [today, from] = [new Date(now * 1000), new Date(earliest * 1000)];
  const time = [wanted.hour ?? today.getUTCHours(), wanted.minute ?? today.getUTCMinutes()] as const;
  for (let ahead = 0; ; ahead += 1) {
    const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + ahead, 1));
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
    const day = Math.min(wanted.day_of_month, last);
    const at = first.setUTCDate(day) && first.setUTCHours(...time, wanted.second ?? today.getUTCSeconds(), 0) / 1000;
    const fits = interval !== 'year' || wanted.month === null || first.getUTCMonth() + 1 === wanted.month;
    if (fits && at >= earliest) return at;
  }
}
