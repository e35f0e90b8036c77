import type { Stripe } from 'stripe';
import type { Params } from '../params.js';
import { priceOf } from '../prices/price-amount.js';
import { inlinePrice } from '../prices/prices.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import { ratesOf } from '../tax/tax-rates.js';
import { taxesOn } from '../tax/taxing.js';
import type { Unit } from '../unit.js';
import type { Price, TaxRate, Wire } from '../wire.js';

export type LineItem = Wire<Stripe.LineItem>;
/** The tax rates of lines, by their ids. */
export type Rates = Readonly<Record<string, readonly TaxRate[]>>;

/**
 * What is to be sold, read from a call; prices told inline are made on the way.
 * @param usual the rates of lines that name none
 */
export async function lineItemsOf(
  unit: Unit,
  params: Params,
  usual: readonly TaxRate[],
): Promise<{ lines: LineItem[]; rates: Rates }> {
  const items: LineItem[] = [];
  const rates: Record<string, readonly TaxRate[]> = {};
  for (const given of params.each('line_items') ?? []) {
    const price = await priceIn(unit, given);
    const quantity = given.whole('quantity') ?? 1;
    const own = await ratesOf(unit, given, 'tax_rates');
    given.ignore('adjustable_quantity');
    given.done();
    if (quantity < 1) throw invalid('Invalid positive integer', { param: 'line_items[0][quantity]' });
    const product = await unit.get('product', price.product);
    const item = itemOf(unit, price, quantity, product.name);
    rates[item.id] = own && own.length > 0 ? own : usual;
    items.push(item);
  }
  const [first, ...rest] = items;
  if (!first) throw parameterMissing('line_items');
  if (rest.some(({ currency }) => currency !== first.currency)) throw invalid('All prices must have one currency.');
  return { lines: items, rates };
}

/** Taxes come on what is left after discounts; those within stay in it. */
export function tax(lines: readonly LineItem[], rates: Rates): void {
  for (const line of lines) {
    const taxes = taxesOn(line.amount_subtotal - line.amount_discount, rates[line.id] ?? []);
    const onTop = taxes.filter(({ inclusive }) => !inclusive).reduce((all, { amount }) => all + amount, 0);
    line.amount_tax = taxes.reduce((all, { amount }) => all + amount, 0);
    line.amount_total = line.amount_subtotal - line.amount_discount + onTop;
  }
}

async function priceIn(unit: Unit, given: Params): Promise<Price> {
  const id = given.text('price');
  if (id !== undefined) return unit.get('price', id, 'line_items[0][price]');
  const price = await inlinePrice(unit, given);
  if (!price) throw parameterMissing('line_items[0][price]');
  return price;
}

function itemOf(unit: Unit, price: Price, quantity: number, description: string): LineItem {
  const amount = priceOf(price, quantity);
  return {
    id: unit.id('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description,
    metadata: {},
    price: structuredClone(price),
    quantity,
  };
}
