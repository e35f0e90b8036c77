import type { Params } from '../params.js';
import type { Unit } from '../unit.js';
import type { Customer } from '../wire.js';
import { endDiscount } from './discounts.js';
import { mustReduce, redeem, termsId } from './redeeming.js';

/** Only callers of older versions give a customer itself a coupon; whoever has one keeps it. */
export async function writeCoupon(unit: Unit, customer: Customer, params: Params): Promise<void> {
  if (!params.isOlder || !params.has('coupon')) return;
  const named = params.text('coupon');
  const standing = await unit.maybe('discount', customer.discount?.id);
  if (named === undefined) {
    if (standing) await endDiscount(unit, standing.id);
    return;
  }
  const [coupon, currency] = [await unit.get('coupon', named, 'coupon'), customer.currency ?? 'usd'];
  if (!standing) {
    customer.discount = structuredClone(await redeem(unit, coupon, { customer: customer.id, currency }));
    return;
  }
  mustReduce(coupon, currency);
  standing.source.coupon = coupon.id;
  standing.start = unit.at;
  await unit.load([termsId(standing.id)]);
  const { id, object } = unit.peek(termsId(standing.id)) ?? standing;
  Object.assign(unit.peek(termsId(standing.id)) ?? {}, structuredClone(coupon), { id, object });
  customer.discount = structuredClone(standing);
}
