import { splitMinor } from '../../../kernel/money.js';
import type { Interval } from '../../../kernel/period.js';

const PERIODS_A_YEAR: Readonly<Record<Interval, bigint>> = { year: 1n, month: 12n, week: 52n, day: 365n };

/** Amounts are counted in these parts of a minor unit: prices have at most twelve places, percentages six more. */
const PLACES = 18;
const UNIT = 10n ** BigInt(PLACES);
const WHOLE = 100n * UNIT;

/** What a discount takes off each period, for ever. */
export interface Terms {
  /** As a decimal string, `"33.3"`. */
  readonly percentOff: string | null;
  /** Minor units by currency. */
  readonly amountsOff: Readonly<Record<string, number>>;
  /** The products it is for; null is all. */
  readonly products: readonly string[] | null;
}

export interface RecurringItem {
  /** Minor units as a decimal string, `"990"` or `"0.25"`. */
  readonly unitAmount: string;
  readonly quantity: number;
  readonly interval: Interval;
  readonly count: number;
  readonly product: string;
  /** Discounts of this item alone; they come before those of the whole. */
  readonly own: readonly Terms[];
  /** Percentages of the taxes its price holds, as decimal strings. */
  readonly taxesWithin: readonly string[];
}

/**
 * The plain yearly value of each item in minor units: unit price x quantity, less what is off for ever and the taxes the
 * price holds, x periods a year, one rounding, half away from zero. Months count 12/n, weeks 52/n, days 365/n a year; never four weeks a month.
 * An amount off is split over the items by largest remainder.
 */
export function annualValues(items: readonly RecurringItem[], whole: readonly Terms[], currency: string): number[] {
  const values = items.map(({ unitAmount, quantity }) => exact(unitAmount) * BigInt(quantity));
  for (const [index, { own, product }] of items.entries()) {
    for (const terms of own) if (isFor(terms, product)) reduce(values, [index], terms, currency);
  }
  for (const terms of whole) {
    const reduced = [...items.keys()].filter((index) => isFor(terms, items[index]?.product ?? ''));
    reduce(values, reduced, terms, currency);
  }
  return items.map(({ interval, count, taxesWithin }, index) => {
    const withTaxes = taxesWithin.reduce((sum, percentage) => sum + exact(percentage), WHOLE);
    return rounded((values[index] ?? 0n) * PERIODS_A_YEAR[interval] * WHOLE, UNIT * BigInt(count) * withTaxes);
  });
}

function isFor({ products }: Terms, product: string): boolean {
  return products === null || products.includes(product);
}

function reduce(values: bigint[], at: readonly number[], { percentOff, amountsOff }: Terms, currency: string): void {
  const left = at.map((index) => rounded(values[index] ?? 0n, UNIT));
  const sum = left.reduce((all, one) => all + one, 0);
  const off = Math.min(amountsOff[currency] ?? 0, sum);
  const parts = percentOff === null && off > 0 ? splitMinor(off, left) : [];
  for (const [nth, index] of at.entries()) {
    const value = values[index] ?? 0n;
    const less = percentOff === null ? BigInt(parts[nth] ?? 0) * UNIT : (value * exact(percentOff)) / WHOLE;
    values[index] = value > less ? value - less : 0n;
  }
}

function exact(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(`${whole}${fraction.padEnd(PLACES, '0')}`);
}

function rounded(numerator: bigint, denominator: bigint): number {
  const sign = numerator < 0n ? -1n : 1n;
  return Number(sign * ((sign * numerator * 2n + denominator) / (denominator * 2n)));
}
