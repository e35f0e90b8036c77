import { reductions, type Reduced, type Reducible, type Reduction } from './coupons/discounting.js';
import { taxesOn, type Rate, type Taxed } from './tax/taxing.js';

export interface Charged extends Reducible {
  readonly rates: readonly Rate[];
}

export interface LineSums {
  readonly discounts: readonly Reduced[];
  readonly taxes: readonly Taxed[];
}

export interface InvoiceSums {
  readonly lines: readonly LineSums[];
  /** After the lines' own discounts, before those of the whole and before exclusive taxes. */
  readonly subtotal: number;
  readonly subtotalWithoutTax: number;
  readonly total: number;
  readonly totalWithoutTax: number;
  readonly discounts: readonly Reduced[];
  readonly taxes: readonly Taxed[];
}

/** Everything that follows from an invoice's lines: total = lines − discounts + taxes that come on top. Minor units. */
export function sumsOf(charged: readonly Charged[], whole: readonly Reduction[]): InvoiceSums {
  const reduced = reductions(charged, whole);
  const lines = charged.map(({ amount, rates }, index): LineSums => {
    const discounts = reduced[index] ?? [];
    return { discounts, taxes: taxesOn(amount - sum(discounts), rates) };
  });
  const own = new Set(charged.flatMap((line) => line.own.map(({ id }) => id)));
  const all = lines.flatMap(({ discounts }) => discounts);
  const taxes = lines.flatMap((line) => line.taxes);
  const [onTop, within] = [taxes.filter(({ inclusive }) => !inclusive), taxes.filter(({ inclusive }) => inclusive)];
  const amount = sum(charged);
  const subtotal = amount - sum(all.filter(({ discount }) => own.has(discount)));
  const total = amount - sum(all) + sum(onTop);
  return {
    lines,
    subtotal,
    subtotalWithoutTax: subtotal - sum(within),
    total,
    totalWithoutTax: total - sum(taxes),
    discounts: byDiscount(all, [...own, ...whole.map(({ id }) => id)]),
    taxes: byRate(taxes),
  };
}

function sum(parts: readonly { readonly amount: number }[]): number {
  return parts.reduce((all, { amount }) => all + amount, 0);
}

function byDiscount(all: readonly Reduced[], ids: readonly string[]): Reduced[] {
  return [...new Set(ids)].map((discount) => ({
    discount,
    amount: sum(all.filter((one) => one.discount === discount)),
  }));
}

function byRate(taxes: readonly Taxed[]): Taxed[] {
  const rates = new Map<string, Taxed>();
  for (const tax of taxes) {
    const { amount = 0, taxable = 0 } = rates.get(tax.rate) ?? {};
    rates.set(tax.rate, { ...tax, amount: amount + tax.amount, taxable: taxable + tax.taxable });
  }
  return [...rates.values()];
}
