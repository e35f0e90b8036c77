import { dice } from '../../../../kernel/dice.js';
import type { Action } from './action.js';
import { AudienceMaker, roll, type Audience } from './audience.js';
import { DAY, monthsAfter } from './calendar.js';
import { Life } from './life.js';
import { meteredLife } from './metered-life.js';

/** A made-up business: what its customers and its people do, and who is around it. */
export interface Story {
  readonly seed: number;
  /** Seconds of UTC, both at midnight. */
  readonly from: number;
  readonly until: number;
  /** From here on new prices hold; who has subscribed before keeps the old ones until moved. */
  readonly repricedAt: number;
  readonly actions: readonly Action[];
  readonly audience: Audience;
}

const START = Date.UTC(2025, 0, 1) / 1000;
/** How much of a year's business comes in which month. */
const SEASON = [1, 0.95, 1.1, 1.05, 1, 0.85, 0.7, 0.75, 1.15, 1.2, 1.25, 0.9];
/** More come each month than in the one before. */
const TREND = 1.04;
/** How many pay for what they use beside their plan. */
const METERED = 0.1;

/**
 * A business of so many customers over so many months: seasons and growth, two rhythms and three currencies, a price
 * change in the middle, and all that customers do. The same three numbers always make the same story.
 */
export function scenario(seed: number, size: number, months: number): Story {
  const chance = dice(seed);
  const starts = Array.from({ length: months + 1 }, (_, n) => monthsAfter(START, n));
  const [from, until] = [START, starts.at(-1) ?? START];
  const repricedAt = starts[Math.floor(months / 2)] ?? from;
  const audience = new AudienceMaker(starts.slice(0, -1), chance);
  const actions = signUpDays(starts, size, chance).flatMap((day, who) => {
    const at = day + 8 * 3_600 + 60 * roll(chance, 180);
    const [source, horizon] = [audience.sourceOf(who, at), { from, until, repricedAt }];
    if (chance() < METERED) return meteredLife(who, { at, source }, horizon, chance);
    return new Life(who, horizon, chance).lived(at, source);
  });
  const sorted = actions.toSorted((a, b) => a.at - b.at || a.who - b.who);
  return { seed, from, until, repricedAt, actions: sorted, audience: audience.all() };
}

/** The days on which people sign up, first ones first; what the weights leave over goes to the busiest months. */
function signUpDays(starts: readonly number[], size: number, chance: () => number): number[] {
  const weights = starts.slice(0, -1).map((_, n) => (SEASON[n % 12] ?? 1) * TREND ** n);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => (weight / total) * size);
  const counts = shares.map(Math.floor);
  const missing = size - counts.reduce((sum, count) => sum + count, 0);
  const byRest = shares.map((share, n) => ({ n, rest: share - Math.floor(share) })).toSorted((a, b) => b.rest - a.rest);
  for (const { n } of byRest.slice(0, missing)) counts[n] = (counts[n] ?? 0) + 1;
  const days = counts.flatMap((count, n) => {
    const [start = START, end = START] = [starts[n], starts[n + 1]];
    return Array.from({ length: count }, () => start + DAY * roll(chance, (end - start) / DAY - 1));
  });
  return days.toSorted((a, b) => a - b);
}
