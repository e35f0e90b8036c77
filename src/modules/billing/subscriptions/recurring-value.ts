import type { Interval } from '../../../kernel/period.js';

const PERIODS_A_YEAR: Readonly<Record<Interval, bigint>> = { year: 1n, month: 12n, week: 52n, day: 365n };

/**
 * The plain yearly value of an item in minor units: unit price x quantity x periods a year, one rounding, half away
 * from zero. Months count 12/n, weeks 52/n, days 365/n a year; never four weeks a month.
 * @param unitAmount minor units as a decimal string, `"990"` or `"0.25"`
 */
export function annualValue(unitAmount: string, quantity: number, interval: Interval, count: number): number {
  const [whole = '0', fraction = ''] = unitAmount.split('.');
  const scale = 10n ** BigInt(fraction.length);
  const exact = BigInt(`${whole}${fraction}`) * BigInt(quantity) * PERIODS_A_YEAR[interval];
  return rounded(exact, scale * BigInt(count));
}

function rounded(numerator: bigint, denominator: bigint): number {
  const sign = numerator < 0n ? -1n : 1n;
  return Number(sign * ((sign * numerator * 2n + denominator) / (denominator * 2n)));
}
