import { digitsOf } from '../../kernel/currency.js';
import { Money } from '../../kernel/money.js';

/** The one rounding of an exact amount: whole minor units, half away from zero. */
export function roundMinor(exact: number): number {
  return Math.sign(exact) * Math.round(Math.abs(exact)) || 0;
}

/** Major units as the wire has them. */
export function major(exactMinor: number, currency: string): number {
  return Money.of(roundMinor(exactMinor), currency).major;
}

/** `1,200.00`: for sentences and formulas. */
export function inWords(exactMinor: number, currency: string): string {
  const digits = digitsOf(currency);
  return major(exactMinor, currency).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** Ratios are printed with six decimals. */
export function ratio(value: number): number {
  return (Math.sign(value) * Math.round(Math.abs(value) * 1e6)) / 1e6 || 0;
}

/**
 * A bridge in whole minor units of a month that adds up: both ends are rounded by themselves, the steps between by
 * largest remainder. All given in yearly minor units.
 */
export function printedBridge(
  start: number,
  steps: readonly number[],
  end: number,
): { start: number; steps: number[]; end: number } {
  const [first, last] = [roundMinor(start / 12), roundMinor(end / 12)];
  const floors = steps.map((step) => Math.floor(step / 12));
  let rest = last - first - floors.reduce((sum, floor) => sum + floor, 0);
  const byRemainder = steps
    .map((step, index) => ({ index, remainder: step / 12 - Math.floor(step / 12) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index);
  const printed = [...floors];
  for (const { index } of byRemainder) if (rest-- > 0) printed[index] = (printed[index] ?? 0) + 1;
  return { start: first, steps: printed, end: last };
}
