import { ratio } from '../ratio.js';

export interface Rate {
  readonly id: string;
  readonly percentage: number;
  /** The amount already holds the tax; else it comes on top. */
  readonly inclusive: boolean;
}

export interface Taxed {
  readonly rate: string;
  readonly inclusive: boolean;
  /** Minor units; negative on credits. */
  readonly amount: number;
  /** What the tax is counted on: without any inclusive tax. */
  readonly taxable: number;
}

/** The taxes of one line after its discounts, each rounded half away from zero. Rates do not tax each other. */
export function taxesOn(amount: number, rates: readonly Rate[]): Taxed[] {
  const within = rates.filter(({ inclusive }) => inclusive).reduce((sum, { percentage }) => sum + percentage, 0);
  const shares = rates.map((rate) => ({
    rate,
    tax: ratio(amount, rate.percentage, 100 + within),
  }));
  const held = shares.filter(({ rate }) => rate.inclusive).reduce((sum, { tax }) => sum + tax, 0);
  const taxable = amount - held;
  return shares.map(({ rate: { id, inclusive }, tax }) => ({ rate: id, inclusive, amount: tax, taxable }));
}
