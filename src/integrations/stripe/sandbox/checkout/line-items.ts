import type { Stripe } from 'stripe';
import type { Params } from '../params.js';
import { priceOf } from '../prices/price-amount.js';
import { inlinePrice } from '../prices/prices.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { Price, Wire } from '../wire.js';

export type LineItem = Wire<Stripe.LineItem>;

/** What is to be sold, read from a call; prices told inline are made on the way. */
export async function lineItemsOf(unit: Unit, params: Params): Promise<LineItem[]> {
  const items: LineItem[] = [];
  for (const given of params.each('line_items') ?? []) {
    const price = await priceIn(unit, given);
    const quantity = given.whole('quantity') ?? 1;
    given.ignore('adjustable_quantity');
    given.done();
    if (quantity < 1) throw invalid('Invalid positive integer', { param: 'line_items[0][quantity]' });
    const product = await unit.get('product', price.product);
    items.push(itemOf(unit, price, quantity, product.name));
  }
  const [first, ...rest] = items;
  if (!first) throw parameterMissing('line_items');
  if (rest.some(({ currency }) => currency !== first.currency)) throw invalid('All prices must have one currency.');
  return items;
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
