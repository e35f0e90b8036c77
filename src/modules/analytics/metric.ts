import type { MoneyFlow } from './money-book.js';
import type { MrrFlow, MrrStanding } from './mrr-book.js';
import type { Reason } from './screen.js';

/** Everything a metric may be made of, for one span. Recurring amounts are yearly minor units, money minor units. */
export interface Evidence {
  readonly start: MrrStanding;
  readonly end: MrrStanding;
  readonly recurring: MrrFlow;
  readonly money: MoneyFlow;
  /** Subscribed (active or paused) at the start, and how many of those no longer were at the end. */
  readonly subscribed: { readonly start: number; readonly lost: number };
  readonly payments: { readonly succeeded: number; readonly failed: number };
  /** Customers on record at the end. */
  readonly customers: number;
}

/** Parts of the evidence that cost a query of their own. */
export type Need = 'recurring' | 'money' | 'subscribed' | 'payments' | 'customers';

type Unit = 'money' | 'count' | 'ratio';

/** A figure before it is printed: money in minor units (recurring money may be a fraction: a twelfth of a year's). */
export interface Answer {
  readonly value: number | null;
  readonly reason?: Reason;
  readonly numerator?: number;
  readonly denominator?: number;
  /** What numerator and denominator are amounts of. */
  readonly of?: 'money' | 'count' | 'money/count';
  readonly n: number;
}

export interface Metric {
  readonly name: string;
  readonly unit: Unit;
  readonly formula: string;
  readonly definition: string;
  readonly needs: readonly Need[];
  /** `stock` stands at the end of the span; `flow` is summed over it; a `rate` compares. */
  readonly kind: 'stock' | 'flow' | 'rate';
  /** The span when none is asked for. */
  readonly span: '30d' | 'all';
  /** Read as a propensity: not given below the floor of n. A proportion also has an interval. */
  readonly floor: boolean;
  answer(evidence: Evidence): Answer;
}

export function moneyOf(minor: number, n: number): Answer {
  return { value: minor, n };
}

export function countOf(count: number): Answer {
  return { value: count, n: count };
}

/** @param less taken from the quotient: 1 turns it into a growth */
export function quotient(
  numerator: number,
  denominator: number,
  given: { n: number; of: NonNullable<Answer['of']>; less?: number },
): Answer {
  const { n, of, less = 0 } = given;
  if (denominator === 0) return { value: null, reason: 'denominator_zero', numerator, denominator, of, n };
  return { value: numerator / denominator - less, numerator, denominator, of, n };
}
