import type { FormTree, FormValue } from '../form.js';
import { oneTime, periodSaid } from '../lines/added-items.js';
import type { Params } from '../params.js';
import { parameterMissing } from '../sandbox.errors.js';
import { ratesOf } from '../tax/tax-rates.js';
import type { Unit } from '../unit.js';
import type { Discount, SubscriptionSchedule, TaxRate } from '../wire.js';

type Phase = SubscriptionSchedule['phases'][number];
type Reduced = Phase['discounts'][number];
type Added = Phase['add_invoice_items'][number];

/** What a phase, one of its items or what it adds is to be reduced by. */
export async function reducedBy(unit: Unit, params: Params): Promise<Reduced[]> {
  const reduced: Reduced[] = [];
  for (const given of params.each('discounts') ?? []) {
    const [coupon, code] = [given.text('coupon') ?? null, given.text('promotion_code') ?? null];
    const discount = given.text('discount') ?? null;
    given.done();
    if (coupon !== null) await unit.get('coupon', coupon, 'phases[0][discounts][0][coupon]');
    else if (code !== null) await unit.get('promotion_code', code, 'phases[0][discounts][0][promotion_code]');
    else if (discount !== null) await unit.get('discount', discount, 'phases[0][discounts][0][discount]');
    else throw parameterMissing('phases[0][discounts][0][coupon]');
    reduced.push({ coupon, discount, promotion_code: code });
  }
  return reduced;
}

/** The one-time items a phase begins with. */
export async function addedBy(unit: Unit, params: Params): Promise<Added[]> {
  const added: Added[] = [];
  for (const given of params.each('add_invoice_items') ?? []) {
    const { id: price } = await oneTime(unit, given, 'phases[0][add_invoice_items][0][price]');
    added.push({
      discountable: given.flag('discountable') ?? true,
      discounts: await reducedBy(unit, given),
      metadata: given.metadata() ?? {},
      period: periodSaid(given),
      price,
      quantity: given.whole('quantity') ?? 1,
      tax_rates: (await ratesOf(unit, given, 'tax_rates')) ?? [],
    });
    given.done();
  }
  return added;
}

/** What an added item asks of the call that brings its subscription into the phase. */
export function addedCall({ price, quantity, discountable, metadata, period, ...terms }: Added): FormTree {
  return {
    price,
    quantity: String(quantity ?? 1),
    discountable: String(discountable ?? true),
    metadata: { ...metadata },
    period: { start: pointCall(period.start), end: pointCall(period.end) },
    ...discountsCall(terms.discounts, []),
    ...ratesCall('tax_rates', terms.tax_rates, []),
  };
}

function pointCall({ type, timestamp }: { type: string; timestamp?: number }): FormTree {
  return timestamp === undefined ? { type } : { type, timestamp: String(timestamp) };
}

/** What stands and is wanted is kept, not given a second time; what stands and is not wanted goes. */
export function discountsCall(wanted: readonly Reduced[], standing: readonly Discount[]): FormTree {
  if (wanted.length === 0) return standing.length === 0 ? {} : { discounts: '' };
  const left = [...standing];
  const discounts = wanted.map((one): FormValue => {
    const at = left.findIndex((discount) => isOf(discount, one));
    const [kept] = at < 0 ? [] : left.splice(at, 1);
    if (kept) return { discount: kept.id };
    return one.promotion_code === null ? { coupon: one.coupon ?? '' } : { promotion_code: one.promotion_code };
  });
  return { discounts };
}

function isOf(discount: Discount, { discount: named, promotion_code: code, coupon }: Reduced): boolean {
  if (named !== null) return discount.id === named;
  return discount.promotion_code === code && (code !== null || discount.source.coupon === coupon);
}

/** As for discounts: rates are named anew, or taken away where there were some. */
export function ratesCall(
  name: 'default_tax_rates' | 'tax_rates',
  wanted: readonly TaxRate[] | null | undefined,
  standing: readonly TaxRate[] | null | undefined,
): FormTree {
  if (wanted && wanted.length > 0) return { [name]: wanted.map(({ id }) => id) };
  return standing && standing.length > 0 ? { [name]: '' } : {};
}
