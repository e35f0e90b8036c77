import type { Params } from '../params.js';
import { invalid, missing, parameterMissing, StripeFault } from '../sandbox.errors.js';
import { step } from '../../../../kernel/period.js';
import type { Unit } from '../unit.js';
import type { Coupon, Discount, PromotionCode } from '../wire.js';
import { retire } from './promotion-codes.js';

/** What a discount is given on. Of these, the customer, the subscription and its items keep it beyond one invoice. */
export interface Target {
  readonly customer: string | null;
  readonly currency: string;
  /** Minor units it would be taken from, for codes that ask for a minimum. */
  readonly amount?: number;
  readonly subscription?: string;
  readonly subscription_item?: string;
  readonly invoice?: string;
  readonly invoice_item?: string;
}

/**
 * Reads `discounts` and gives what it asks for: new discounts for coupons and codes, kept ones by their id.
 * Answers all that is to stand from now on; undefined when nothing was said.
 */
export async function discountsFor(
  unit: Unit,
  params: Params,
  target: Target,
  kept: readonly string[] = [],
): Promise<string[] | undefined> {
  if (!params.has('discounts')) return undefined;
  const ids: string[] = [];
  for (const given of params.each('discounts') ?? []) {
    const id = given.text('discount');
    if (id !== undefined && !kept.includes(id)) throw missing('discount', id, 'discounts[0][discount]');
    ids.push(id ?? (await give(unit, given, target)).id);
    given.done();
  }
  return ids;
}

async function give(unit: Unit, given: Params, target: Target): Promise<Discount> {
  const named = given.text('promotion_code');
  const code = named === undefined ? undefined : await redeemableCode(unit, named, target);
  const id = code?.promotion.coupon ?? given.text('coupon');
  if (id === undefined || id === null) throw parameterMissing('discounts[0][coupon]');
  return redeem(unit, await unit.get('coupon', id, 'discounts[0][coupon]'), target, code);
}

/** Gives a coupon's reduction once more. */
export async function redeem(unit: Unit, coupon: Coupon, target: Target, code?: PromotionCode): Promise<Discount> {
  mustReduce(coupon, target.currency);
  const discount = unit.add(blank(unit, coupon, target, code));
  unit.add({ ...structuredClone(coupon), id: termsId(discount.id), object: 'sandbox_coupon' });
  if (discount.end !== null) unit.due('discount.end', discount.id, discount.end);
  await countRedemption(unit, coupon, code);
  const lasts = target.invoice === undefined && target.invoice_item === undefined;
  if (lasts) unit.created(discount, 'customer.discount.created');
  return discount;
}

/** @throws when it is used up, too late or in another currency */
export function mustReduce(coupon: Coupon, currency: string): void {
  if (!coupon.valid) throw invalid(`Coupon expired: ${coupon.id}`, { code: 'coupon_expired', param: 'coupon' });
  if (coupon.amount_off !== null && amountOff(coupon, currency) === undefined) {
    throw invalid(`The coupon takes ${coupon.currency} off, not ${currency}.`, { param: 'coupon' });
  }
}

/** The last redemption closes the coupon, and the code it came by. */
export async function countRedemption(unit: Unit, coupon: Coupon, code?: PromotionCode): Promise<void> {
  coupon.times_redeemed += 1;
  if (coupon.times_redeemed === coupon.max_redemptions) {
    coupon.valid = false;
    await retire(unit, coupon.id);
  }
  if (!code) return;
  code.times_redeemed += 1;
  if (code.times_redeemed === code.max_redemptions) code.active = false;
}

/** Where a discount's coupon is kept as it was redeemed. */
export function termsId(discount: string): string {
  return `terms_${discount}`;
}

/** What an amount coupon takes off in a currency, minor units; undefined where it takes nothing off. */
export function amountOff(coupon: Coupon, currency: string): number | undefined {
  if (coupon.currency === currency) return coupon.amount_off ?? undefined;
  return coupon.currency_options?.[currency]?.amount_off;
}

/** @throws when it cannot be used by this customer or for this amount */
export async function redeemableCode(unit: Unit, id: string, target: Target): Promise<PromotionCode> {
  const code = await unit.get('promotion_code', id, 'discounts[0][promotion_code]');
  if (!code.active) throw refused('This promotion code is not active.');
  if (code.customer !== null && code.customer !== target.customer) {
    throw refused('This promotion code is for another customer.');
  }
  const { first_time_transaction: firstOnly, minimum_amount, minimum_amount_currency } = code.restrictions;
  if (firstOnly && (await hasPaid(unit, target.customer))) {
    throw refused('This promotion code is for customers without a payment before.');
  }
  const minimum =
    minimum_amount_currency === target.currency
      ? minimum_amount
      : code.restrictions.currency_options?.[target.currency]?.minimum_amount;
  if (minimum_amount !== null && (minimum === undefined || (target.amount ?? 0) < (minimum ?? 0))) {
    throw refused('This promotion code asks for a larger amount.');
  }
  return code;
}

async function hasPaid(unit: Unit, customer: string | null): Promise<boolean> {
  if (customer === null) return false;
  const charges = await unit.find('charge', 'customer', customer);
  return charges.some(({ status }) => status === 'succeeded');
}

function refused(message: string): StripeFault {
  return invalid(message, { param: 'discounts[0][promotion_code]' });
}

function blank(unit: Unit, coupon: Coupon, target: Target, code: PromotionCode | undefined): Discount {
  return {
    id: unit.id('di'),
    object: 'discount',
    checkout_session: null,
    customer: target.customer,
    customer_account: null,
    end: coupon.duration === 'repeating' ? monthsAfter(unit.at, coupon.duration_in_months ?? 1) : null,
    invoice: target.invoice ?? null,
    invoice_item: target.invoice_item ?? null,
    promotion_code: code?.id ?? null,
    source: { coupon: coupon.id, type: 'coupon' },
    start: unit.at,
    subscription: target.subscription ?? null,
    subscription_item: target.subscription_item ?? null,
  };
}

function monthsAfter(at: number, months: number): number {
  return Math.floor(step(new Date(at * 1000), 'month', months).getTime() / 1000);
}
