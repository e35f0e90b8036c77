import { pick } from '../../../../kernel/dice.js';
import type { By, Coupon, Of, Tax } from './action.js';

type Terms = Pick<Of<'sign-up'>, 'tax' | 'coupon' | 'metered'>;

export const TAXES: readonly Tax[] = [
  { percent: 19, inclusive: false },
  { percent: 25, inclusive: true },
];

export const COUPONS: readonly Coupon[] = [
  { percent: 20, lasts: 'once' },
  { percent: 10, lasts: 'forever' },
];

/** Where the company is registered for tax. */
const TAXED: Readonly<Record<string, Tax | undefined>> = { DE: TAXES[0], SE: TAXES[1] };

/**
 * What else is agreed at a sign-up. The engine's own sign-up knows neither tax nor coupons. Where prices hold the tax
 * there are no coupons: what is left of a year would not divide into twelve whole amounts.
 */
export function termsOf(country: string, by: By, chance: () => number): Terms {
  const [fate, coupon] = [chance(), pick(chance, COUPONS)];
  if (by === 'company') return { tax: null, coupon: null, metered: false };
  const tax = TAXED[country] ?? null;
  return { tax, coupon: fate < 0.3 && !tax?.inclusive ? coupon : null, metered: false };
}
