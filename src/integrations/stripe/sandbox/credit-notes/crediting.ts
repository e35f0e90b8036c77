import { ratio } from '../ratio.js';

/** What of an invoice's line is given back, and what was before. Minor units, before discounts and taxes on top. */
export interface Part {
  readonly amount: number;
  readonly before: number;
  /** The line's own amount. */
  readonly of: number;
}

/**
 * The share of a line's discount or tax that goes with a part of the line. Parts that make up the line make up its
 * discount and tax to the minor unit, however they were cut.
 */
export function shareOf(whole: number, { amount, before, of }: Part): number {
  if (of === 0) return 0;
  return ratio(whole, before + amount, of) - ratio(whole, before, of);
}
