import { unimplemented } from './sandbox.errors.js';

/** The account settles in dollars. */
export const HOME = 'usd';

/** Dollars for one of each, fixed. */
const RATES: Readonly<Record<string, number>> = {
  aed: 0.27, aud: 0.65, bhd: 2.65, bgn: 0.555, brl: 0.18, cad: 0.73, chf: 1.12, clp: 0.0011, cny: 0.14, cop: 0.00024, czk: 0.043,
  dkk: 0.145, eur: 1.085, gbp: 1.27, hkd: 0.128, huf: 0.0027, idr: 0.000062, ils: 0.27, inr: 0.012, isk: 0.0072,
  jod: 1.41, jpy: 0.0067, krw: 0.00073, kwd: 3.26, mxn: 0.055, myr: 0.22, nok: 0.094, nzd: 0.6, omr: 2.6, php: 0.0175, pln: 0.25, ron: 0.218,
  sar: 0.267, sek: 0.095, sgd: 0.75, thb: 0.028, tnd: 0.32, try: 0.03, twd: 0.031, ugx: 0.00027, vnd: 0.00004, zar: 0.055,
}; // prettier-ignore

/** @throws sandbox_unimplemented: one may charge in more currencies than have a rate here */
export function rateOf(currency: string): number {
  const rate = currency === HOME ? 1 : RATES[currency];
  if (rate === undefined) throw unimplemented(`rate for ${currency}: it cannot be charged in`);
  return rate;
}
