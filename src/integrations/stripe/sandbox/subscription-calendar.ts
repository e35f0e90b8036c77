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
