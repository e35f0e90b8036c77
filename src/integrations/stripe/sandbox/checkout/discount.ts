import { reductions } from '../coupons/discounting.js';
import { amountOff } from '../coupons/redeeming.js';
import type { Params } from '../params.js';
import { parameterMissing, unimplemented } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { CheckoutSession, Coupon } from '../wire.js';
import type { LineItem } from './line-items.js';

/** What coupons and codes of the call take off, by line and together; they are redeemed when the subscription begins. */
export async function discountOf(
  unit: Unit,
  session: CheckoutSession,
  lines: LineItem[],
  params: Params,
): Promise<number> {
  const given = params.each('discounts') ?? [];
  if (given.length > 0 && session.mode !== 'subscription')
    throw unimplemented('discounts in a checkout of one payment');
  const coupons: Coupon[] = [];
  for (const one of given) {
    const code = one.text('promotion_code');
    const promotion = code === undefined ? undefined : await unit.get('promotion_code', code, 'discounts');
    const coupon = promotion?.promotion.coupon ?? one.text('coupon');
    one.done();
    if (coupon === undefined || coupon === null) throw parameterMissing('discounts[0][coupon]');
    coupons.push(await unit.get('coupon', coupon, 'discounts'));
    session.discounts?.push({ coupon: code === undefined ? coupon : null, promotion_code: code ?? null });
  }
  return reduce(lines, coupons);
}

function reduce(lines: LineItem[], coupons: readonly Coupon[]): number {
  const currency = lines[0]?.currency ?? '';
  const taken = reductions(
    lines.map(({ amount_subtotal: amount, price }) => ({
      amount,
      discountable: true,
      product: price?.product ?? null,
      own: [],
    })),
    coupons.map((coupon) => ({
      id: coupon.id,
      percentOff: coupon.percent_off,
      amountOff: amountOff(coupon, currency) ?? null,
      products: coupon.applies_to?.products ?? null,
    })),
  );
  for (const [index, line] of lines.entries()) {
    line.amount_discount = (taken[index] ?? []).reduce((sum, { amount }) => sum + amount, 0);
    line.amount_total = line.amount_subtotal - line.amount_discount;
  }
  return lines.reduce((sum, { amount_discount: amount }) => sum + amount, 0);
}
