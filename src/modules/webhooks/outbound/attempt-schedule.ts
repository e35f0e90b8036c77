import { days, hours, minutes, seconds } from '../../../kernel/clock.js';

/** Waits before each try: ten tries over 75.6 hours. */
const WAITS = [0, seconds(5), minutes(5), minutes(30), hours(2), hours(5), hours(10), hours(14), hours(20), hours(24)];

/** No receiver may ask for more patience. */
const MOST_PATIENCE = days(1);
const SLOWING = new Set([429, 502, 504]);

/**
 * @param attempts tries made so far
 * @param chance in [0, 1): spreads the tries by a tenth either way
 * @returns milliseconds to the next try; nothing when the delivery is given up
 */
export function nextAttempt(attempts: number, chance: number): number | undefined {
  const wait = WAITS[attempts];
  return wait === undefined ? undefined : Math.round(wait * (0.9 + 0.2 * chance));
}

/**
 * How long an endpoint is left alone after an answer: as long as it asks for, or until the next try when it is
 * overwhelmed and does not say.
 * @param retryAfter the header: seconds or an HTTP date
 * @param wait until the next try, in milliseconds
 */
export function pauseAfter(status: number | null, retryAfter: string | undefined, wait: number, now: Date): number {
  const asked = askedFor(retryAfter, now);
  if (asked !== undefined) return Math.min(Math.max(asked, 0), MOST_PATIENCE);
  return status !== null && SLOWING.has(status) ? Math.min(wait, minutes(30)) : 0;
}

function askedFor(retryAfter: string | undefined, now: Date): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return seconds(Number(retryAfter));
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : at - now.getTime();
}
