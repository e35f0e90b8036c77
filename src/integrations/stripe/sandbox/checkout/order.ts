import type { FormTree } from '../form.js';
import type { Unit } from '../unit.js';
import type { LineItem, Rates } from './line-items.js';

/** What a checkout session keeps beside what Stripe shows of it. */
export interface Order {
  id: string;
  object: 'sandbox_checkout_order';
  lines: LineItem[];
  rates: Rates;
  /** What the call said about the payment, subscription or setup to be made. */
  data: FormTree;
  /** What the buyer has said of themselves. */
  buyer: { email: string | null; name: string | null };
}

export function keepOrder(unit: Unit, session: string, sold: Pick<Order, 'lines' | 'rates' | 'data'>): Order {
  const buyer = { email: null, name: null };
  return unit.add<Order>({ id: `order_${session}`, object: 'sandbox_checkout_order', ...sold, buyer });
}

export async function orderOf(unit: Unit, session: string): Promise<Order> {
  const id = `order_${session}`;
  await unit.load([id]);
  const order = unit.peek(id) as Order;
  // One that was kept before taxes were known has none.
  order.rates ??= {};
  return order;
}
