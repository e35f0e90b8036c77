import type { Currency } from './catalogue.js';

/** What the account settles in gets of a minor unit, as a fraction: the provider's fixed rates. */
const RATES: Readonly<Record<Currency, readonly [number, number]>> = {
  usd: [1, 1],
  eur: [1_085, 1_000],
  jpy: [67 * 100, 10_000],
};

/** An amount in US cents at the provider's rate. */
export function settled(minor: number, currency: Currency): number {
  const [times, over] = RATES[currency];
  return halfAway(minor * times, over);
}

/** 2.9 % and 30 cents, of an amount in cents. */
export function feeOf(cents: number): number {
  return halfAway(cents * 29, 1_000) + 30;
}

/** A fraction of whole numbers, rounded to the nearest whole one; a half goes away from zero. */
export function halfAway(numerator: number, denominator: number): number {
  const size = Math.floor((2 * Math.abs(numerator) + denominator) / (2 * denominator));
  return numerator < 0 ? 0 - size : size;
}

/** What a dispute costs, in cents; it comes back when it is won. */
export const DISPUTE_FEE = 1_500;
/** How long there is to answer a dispute, in seconds; then it is lost. */
export const DISPUTE_DEADLINE = 7 * 86_400;
