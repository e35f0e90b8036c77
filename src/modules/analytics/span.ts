import { days } from '../../kernel/clock.js';
import { dayOf, startOfDay } from '../../kernel/period.js';
import { RangeTooLong } from './analytics.errors.js';
import type { Granularity } from './screen.js';

/** From an instant on, up to another that does not belong to it; milliseconds of UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Bucket extends Span {
  /** A whole day, week or month that is over. */
  readonly complete: boolean;
}

/** More points than ten years of days help nobody. */
const MOST_BUCKETS = 3_700;

/**
 * The days, ISO weeks or months (UTC) a span touches, the first and the last cut to the span.
 * @throws RangeTooLong
 */
export function bucketsOf({ from, to }: Span, granularity: Granularity, now: number): Bucket[] {
  const buckets: Bucket[] = [];
  let start = startOf(from, granularity);
  while (start < to) {
    const end = nextStart(start, granularity);
    buckets.push({
      from: Math.max(start, from),
      to: Math.min(end, to),
      complete: start >= from && end <= to && end <= now,
    });
    start = end;
    if (buckets.length > MOST_BUCKETS) throw new RangeTooLong(Math.ceil((to - from) / days(1)), MOST_BUCKETS);
  }
  return buckets;
}

/** The months a span touches, whole. */
export function monthsOf(span: Span, now: number): Bucket[] {
  return bucketsOf(span, 'month', now).map(({ from }) => {
    const start = startOf(from, 'month');
    const end = nextStart(start, 'month');
    return { from: start, to: end, complete: end <= now };
  });
}

/** What is read best: at most about seventy points. */
export function granularityFor({ from, to }: Span): Granularity {
  const length = (to - from) / days(1);
  if (length <= 70) return 'day';
  return length <= 400 ? 'week' : 'month';
}

/** Days that a bound falls into the middle of: those cannot be answered from sums by day. */
export function cutDays(bounds: readonly number[]): string[] {
  const within = bounds.map((bound) => new Date(bound)).filter((at) => startOfDay(dayOf(at)) < at);
  return [...new Set(within.map(dayOf))];
}

function startOf(instant: number, granularity: Granularity): number {
  const day = startOfDay(dayOf(new Date(instant)));
  if (granularity === 'week') day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  if (granularity === 'month') day.setUTCDate(1);
  return day.getTime();
}

function nextStart(start: number, granularity: Granularity): number {
  const next = new Date(start);
  if (granularity === 'month') next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCDate(next.getUTCDate() + (granularity === 'week' ? 7 : 1));
  return next.getTime();
}
