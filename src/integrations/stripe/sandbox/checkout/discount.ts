import { reductions } from '../coupons/discounting.js';
import { amountOff, countRedemption, mustReduce, redeemableCode } from '../coupons/redeeming.js';
import type { Params } from '../params.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { CheckoutSession, Coupon } from '../wire.js';
import type { LineItem } from './line-items.js';

/** What coupons and codes of the call take off, by line and together; they are redeemed when it is paid. */
export async function discountOf(
  unit: Unit,
  session: CheckoutSession,
  lines: LineItem[],
  params: Params,
): Promise<number> {
  const given = params.each('discounts') ?? [];
  if (given.length > 0 && session.allow_promotion_codes) {
    throw invalid('You may only specify one of these parameters: allow_promotion_codes, discounts.');
  }
  const coupons: Coupon[] = [];
  for (const one of given) {
    const [coupon, code] = [one.text('coupon'), one.text('promotion_code')];
    one.done();
    coupons.push(await couponFor(unit, session, lines, { coupon, code }));
  }
  return reduce(lines, coupons);
}

/** A code the buyer has typed takes off what it would have taken off from the beginning. */
export async function typedCode(
  unit: Unit,
  session: CheckoutSession,
  lines: LineItem[],
  code: string,
): Promise<number> {
  session.discounts = [];
  return reduce(lines, [await couponFor(unit, session, lines, { code })]);
}

async function couponFor(
  unit: Unit,
  session: CheckoutSession,
  lines: readonly LineItem[],
  { coupon: named, code: typed }: { coupon?: string | undefined; code?: string | undefined },
): Promise<Coupon> {
  const currency = lines[0]?.currency ?? '';
  const amount = lines.reduce((sum, line) => sum + line.amount_subtotal, 0);
  const code =
    typed === undefined
      ? undefined
      : await redeemableCode(unit, typed, { customer: session.customer, currency, amount });
  const id = code?.promotion.coupon ?? named;
  if (id === undefined || id === null) throw parameterMissing('discounts[0][coupon]');
  const coupon = await unit.get('coupon', id, 'discounts[0][coupon]');
  mustReduce(coupon, currency);
  session.discounts?.push({ coupon: code ? null : coupon.id, promotion_code: code?.id ?? null });
  return coupon;
}

/** A payment keeps no discount: its coupons are only counted. A subscription redeems its own when it begins. */
export async function redeemed(unit: Unit, session: CheckoutSession): Promise<void> {
  if (session.mode !== 'payment') return;
  for (const { coupon: named, promotion_code: typed } of session.discounts ?? []) {
    const code = await unit.maybe('promotion_code', typed);
    const coupon = await unit.maybe('coupon', code?.promotion.coupon ?? named);
    if (coupon) await countRedemption(unit, coupon, code);
  }
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
  }
  return lines.reduce((sum, { amount_discount: amount }) => sum + amount, 0);
}
