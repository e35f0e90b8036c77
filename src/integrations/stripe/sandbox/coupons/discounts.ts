import { del, type Handler, type Route } from '../routes.js';
import { worth } from '../proration.js';
import { missing } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { Coupon, Customer, Discount, Invoice, Subscription, SubscriptionItem } from '../wire.js';
import { reductions, type Reducible, type Reduction } from './discounting.js';
import { amountOff, termsId } from './redeeming.js';

/** How discounts reduce an invoice of this currency, in the order given. */
export async function reductionsOf(unit: Unit, ids: readonly string[], currency: string): Promise<Reduction[]> {
  const reductions: Reduction[] = [];
  for (const id of ids) {
    await unit.load([id]);
    const discount = unit.peek(id) as unknown as Discount | undefined;
    const coupon = discount && (await couponOf(unit, discount));
    const amount = coupon && amountOff(coupon, currency);
    if (!coupon || (coupon.percent_off === null && amount === undefined)) continue;
    const products = coupon.applies_to?.products ?? null;
    reductions.push({ id, percentOff: coupon.percent_off, amountOff: amount ?? null, products });
  }
  return reductions;
}

/** The coupon as it was redeemed: deleted, it goes on for those who have it, whatever is made under its id later. */
async function couponOf(unit: Unit, { id }: Discount): Promise<Coupon | undefined> {
  await unit.load([termsId(id)]);
  return unit.peek(termsId(id)) as unknown as Coupon | undefined;
}

/** What reduces the whole of a subscription's invoices: its own discounts, or else the customer's. */
export async function inForce(unit: Unit, subscription: Subscription): Promise<string[]> {
  if (subscription.discounts.length > 0) return [...subscription.discounts];
  const customer = await unit.maybe('customer', subscription.customer);
  return customer?.discount ? [customer.discount.id] : [];
}

/** The subscription as to its discounts at a later time: those that end until then have ended. A copy. */
export async function reducedAt(unit: Unit, subscription: Subscription, at: number): Promise<Subscription> {
  const copy = structuredClone(subscription);
  const ids = [...copy.discounts, ...copy.items.data.flatMap((item) => item.discounts)];
  if (ids.length === 0) return copy;
  const ending = await unit.store.sql.query<{ ref: string }>(
    `select ref from stripe_sandbox.due where kind = 'discount.end' and ref = any($1::text[]) and due_at <= $2`,
    [ids, at],
  );
  for (const { ref } of ending) release(copy, ref);
  return copy;
}

/** What an item costs for a period, and what is left of that after the discounts in force. Minor units. */
export async function netOf(
  unit: Unit,
  subscription: Subscription,
  item: SubscriptionItem,
): Promise<{ gross: number; net: number }> {
  const others = subscription.items.data.filter(({ id }) => id !== item.id);
  const lines: Reducible[] = [];
  for (const one of [item, ...others]) {
    const own = await reductionsOf(unit, one.discounts, subscription.currency);
    lines.push({ amount: worth(one), discountable: true, product: one.price.product, own });
  }
  const whole = await reductionsOf(unit, await inForce(unit, subscription), subscription.currency);
  const [reduced = []] = reductions(lines, whole);
  const gross = worth(item);
  return { gross, net: gross - reduced.reduce((sum, { amount }) => sum + amount, 0) };
}

/** A discount that lasts for one invoice is used up with the period of the first one it reduced. */
export async function useUp(unit: Unit, invoice: Invoice): Promise<void> {
  const until = Math.max(unit.at, ...invoice.lines.data.map(({ period }) => period.end));
  for (const { amount, discount: id } of invoice.total_discount_amounts ?? []) {
    const discount = await unit.maybe('discount', id);
    if (amount === 0 || !discount || !lasts(discount)) continue;
    const coupon = await couponOf(unit, discount);
    if (coupon?.duration !== 'once') continue;
    if (discount.subscription) unit.due('discount.end', id, until);
    else await end(unit, discount);
  }
}

/** The period ends early: what lasted for one invoice and was used is over now. */
export async function endUsed(unit: Unit, subscription: Subscription): Promise<void> {
  const ids = [...subscription.discounts, ...subscription.items.data.flatMap((item) => item.discounts)];
  if (ids.length === 0) return;
  const invoices = await unit.find('invoice', 'parent', subscription.id);
  const used = invoices.flatMap(({ total_discount_amounts: all }) => (all ?? []).filter(({ amount }) => amount > 0));
  for (const id of ids.filter((one) => used.some(({ discount }) => discount === one))) {
    const discount = await unit.get('discount', id);
    if ((await couponOf(unit, discount))?.duration === 'once') await end(unit, discount);
  }
}

/** Its time is over. */
export async function endDiscount(unit: Unit, id: string): Promise<void> {
  await end(unit, await unit.get('discount', id));
}

/** Takes a discount off what it was given on. Invoices made before keep it. */
async function end(unit: Unit, discount: Discount): Promise<void> {
  unit.undue('discount.end', discount.id);
  const subscription = await unit.maybe('subscription', discount.subscription);
  if (subscription) release(subscription, discount.id);
  const customer = await unit.maybe('customer', discount.customer);
  if (customer?.discount?.id === discount.id) customer.discount = null;
  unit.tell('customer.discount.deleted', discount);
  const { end: _, ...rest } = discount;
  for (const key of Object.keys(discount)) if (!(key in rest)) Reflect.deleteProperty(discount, key);
  Object.assign(discount, { deleted: true });
}

function release(subscription: Subscription, id: string): void {
  subscription.discounts = subscription.discounts.filter((one) => one !== id);
  for (const item of subscription.items.data) item.discounts = item.discounts.filter((one) => one !== id);
}

function lasts({ invoice, invoice_item: item }: Discount): boolean {
  return invoice === null && item === null;
}

/** Those that stood before and no longer do are over. */
export async function replaceDiscounts(unit: Unit, before: readonly string[], after: readonly string[]): Promise<void> {
  for (const id of before.filter((one) => !after.includes(one))) {
    const discount = await unit.maybe('discount', id);
    if (discount && !('deleted' in discount)) await end(unit, discount);
  }
}

const removeFromSubscription: Handler = async (unit, _params, id = '') => {
  const subscription = await unit.get('subscription', id);
  const [first] = subscription.discounts;
  if (first === undefined) throw missing('discount', id);
  const discount = await unit.get('discount', first);
  await replaceDiscounts(unit, subscription.discounts, []);
  return discount;
};

const removeFromCustomer: Handler = async (unit, _params, id = '') => {
  const customer: Customer = await unit.get('customer', id);
  if (!customer.discount) throw missing('discount', id);
  const discount = await unit.get('discount', customer.discount.id);
  await end(unit, discount);
  return discount;
};

export const discounts: readonly Route[] = [
  del('/v1/subscriptions/{id}/discount', removeFromSubscription),
  del('/v1/customers/{id}/discount', removeFromCustomer),
];
