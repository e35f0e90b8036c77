import { splitMinor } from '../../../../kernel/money.js';
import { percentage } from '../ratio.js';

/** A coupon as it reduces an amount: a percentage, or an amount spread over what it applies to. */
export interface Reduction {
  /** The discount it comes from. */
  readonly id: string;
  readonly percentOff: number | null;
  /** Minor units of the invoice's currency; never negative. */
  readonly amountOff: number | null;
  /** Only lines of these products; null is all. */
  readonly products: readonly string[] | null;
}

export interface Reducible {
  /** Minor units, before discounts and exclusive taxes. */
  readonly amount: number;
  readonly discountable: boolean;
  readonly product: string | null;
  /** Reductions of this line alone; they come before those of the whole. */
  readonly own: readonly Reduction[];
}

export interface Reduced {
  readonly discount: string;
  readonly amount: number;
}

/**
 * What each line is reduced by, one entry a discount: own ones first, then those of the whole invoice, each on what the
 * ones before it left. An amount is spread by what is left of the lines, loses no minor unit, and never makes a line
 * negative. Credits are not reduced.
 */
export function reductions(lines: readonly Reducible[], whole: readonly Reduction[]): Reduced[][] {
  const left = lines.map(({ amount, discountable }) => (discountable ? Math.max(0, amount) : 0));
  const found = lines.map((): Reduced[] => []);
  const take = (reduction: Reduction, at: readonly number[]): void => {
    const parts = partsOf(
      reduction,
      at.map((index) => left[index] ?? 0),
    );
    for (const [nth, index] of at.entries()) {
      const amount = parts[nth] ?? 0;
      left[index] = (left[index] ?? 0) - amount;
      found[index]?.push({ discount: reduction.id, amount });
    }
  };
  for (const [index, line] of lines.entries()) {
    for (const reduction of line.own) if (applies(reduction, line)) take(reduction, [index]);
  }
  for (const reduction of whole) {
    take(
      reduction,
      lines.flatMap((line, index) => (applies(reduction, line) ? [index] : [])),
    );
  }
  return found;
}

function applies({ products }: Reduction, { discountable, amount, product }: Reducible): boolean {
  if (!discountable || amount <= 0) return false;
  return products === null || (product !== null && products.includes(product));
}

function partsOf({ percentOff, amountOff }: Reduction, left: readonly number[]): number[] {
  if (percentOff !== null) return left.map((amount) => percentage(amount, percentOff));
  const sum = left.reduce((all, one) => all + one, 0);
  return sum === 0 ? left.map(() => 0) : splitMinor(Math.min(amountOff ?? 0, sum), left);
}
