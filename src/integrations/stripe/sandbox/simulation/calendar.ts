/** Seconds of UTC throughout: the calendar of the story, with no other's code in it. */
export const DAY = 86_400;
export const HOUR = 3_600;

/** Days after the first try on which an unpaid bill is tried again. The account at the provider is set to the same. */
export const RETRY_DAYS: readonly number[] = [1, 3, 7, 14];

/** So many months after an instant; the day of the month is kept where the month has it. */
export function monthsAfter(at: number, months: number): number {
  const from = new Date(at * 1000);
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  const length = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), length);
  return first / 1000 + (day - 1) * DAY + (at % DAY);
}

/** The period an instant falls into, counted from an anchor in steps of so many months. */
export function periodAround(anchor: number, months: number, at: number): { start: number; end: number } {
  let n = 0;
  while (monthsAfter(anchor, (n + 1) * months) <= at) n += 1;
  return { start: monthsAfter(anchor, n * months), end: monthsAfter(anchor, (n + 1) * months) };
}

/** `2025-04` */
export function monthOf(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 7);
}
