import type { Action } from './action.js';
import { DAY } from './calendar.js';
import type { TrueFact } from './fact.js';

/** Cents that moved on the company's account at the provider. */
export interface Movement {
  readonly at: number;
  readonly cents: number;
  readonly available: number;
  readonly because: Action;
}

const NOBODY = -1;
/** From one midnight to the second after. */
const JOURNEY = 2 * DAY;

/**
 * What the provider pays out to the bank: at each midnight on which a payment becomes available, everything that is
 * there by then and has not left yet, if that is more than nothing.
 */
export function payoutsOf(movements: readonly Movement[], until: number): TrueFact[] {
  const nights = new Set(movements.map(({ available }) => available).filter((at) => at % DAY === 0 && at <= until));
  const facts: TrueFact[] = [];
  let left = movements;
  for (const at of [...nights].toSorted((a, b) => a - b)) {
    const ready = left.filter(({ available }) => available <= at);
    const amount = ready.reduce((sum, { cents }) => sum + cents, 0);
    const [first] = ready;
    if (amount <= 0 || !first) continue;
    left = left.filter(({ available }) => available > at);
    const of = { who: NOBODY, currency: 'usd', amount, because: first.because } as const;
    facts.push({ ...of, figure: 'payouts', at });
    if (at + JOURNEY <= until) facts.push({ ...of, figure: 'banked', at: until - 1 });
  }
  return facts;
}
