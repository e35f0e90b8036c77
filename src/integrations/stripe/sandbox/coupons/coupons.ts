import { list } from '../lists.js';
import { merged } from '../metadata.js';
import type { Params } from '../params.js';
import { del, get, post, type Handler, type Route } from '../routes.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { Coupon } from '../wire.js';
import { retire } from './promotion-codes.js';

const create: Handler = async (unit, params) => {
  const id = params.text('id') ?? unit.id('co').slice(4, 12);
  const known = await unit.maybe('coupon', id);
  if (known && !('deleted' in known)) {
    throw invalid('Coupon already exists.', { code: 'resource_already_exists', param: 'id' });
  }
  const terms = termsOf(params, unit.at);
  const products = await productsOf(unit, params);
  const coupon: Coupon = {
    id,
    object: 'coupon',
    ...reductionOf(params),
    ...terms,
    ...(products ? { applies_to: { products } } : {}),
    created: unit.at,
    livemode: false,
    max_redemptions: params.whole('max_redemptions') ?? null,
    metadata: params.metadata() ?? {},
    name: params.text('name') ?? null,
    times_redeemed: 0,
    valid: true,
  };
  if (terms.redeem_by !== null) unit.due('coupon.expire', id, terms.redeem_by);
  return unit.add(coupon, 'coupon.created');
};

/** How long it reduces, and until when it is given. */
function termsOf(params: Params, now: number): Pick<Coupon, 'duration' | 'duration_in_months' | 'redeem_by'> {
  const duration = params.choice('duration', ['forever', 'once', 'repeating']) ?? 'once';
  const months = params.whole('duration_in_months') ?? null;
  if (duration === 'repeating' && months === null) throw parameterMissing('duration_in_months');
  const redeemBy = params.whole('redeem_by') ?? null;
  if (redeemBy !== null && redeemBy <= now) {
    throw invalid('redeem_by must be in the future.', { param: 'redeem_by' });
  }
  return { duration, duration_in_months: duration === 'repeating' ? months : null, redeem_by: redeemBy };
}

type Reduction = Pick<Coupon, 'amount_off' | 'currency' | 'percent_off'> & Partial<Pick<Coupon, 'currency_options'>>;

/** A percentage, or an amount in one currency and perhaps others. */
function reductionOf(params: Params): Reduction {
  const [percent, amount] = [params.number('percent_off'), params.whole('amount_off')];
  if ((percent === undefined) === (amount === undefined)) {
    throw invalid('You must pass either percent_off or amount_off.', { param: 'percent_off' });
  }
  if (percent !== undefined) {
    if (percent <= 0 || percent > 100) {
      throw invalid('percent_off must be above 0 and at most 100.', { param: 'percent_off' });
    }
    return { amount_off: null, currency: null, percent_off: percent };
  }
  if ((amount ?? 0) < 1) throw invalid('Invalid positive integer', { param: 'amount_off' });
  const currency = params.requiredCurrency();
  const options = optionsOf(params);
  return {
    amount_off: amount ?? null,
    currency,
    percent_off: null,
    ...(options ? { currency_options: { ...options, [currency]: { amount_off: amount ?? 0 } } } : {}),
  };
}

function optionsOf(params: Params): Coupon['currency_options'] {
  return params.below('currency_options')?.byCurrency((option) => ({ amount_off: option.requiredWhole('amount_off') }));
}

async function productsOf(unit: Unit, params: Params): Promise<string[] | undefined> {
  const given = params.below('applies_to');
  const products = given?.texts('products');
  given?.done();
  for (const product of products ?? []) await unit.get('product', product, 'applies_to[products]');
  return products;
}

const update: Handler = async (unit, params, id = '') => {
  const coupon = await unit.get('coupon', id);
  if (params.has('name')) coupon.name = params.text('name') ?? null;
  const metadata = params.metadata();
  if (metadata) coupon.metadata = merged(coupon.metadata ?? {}, metadata);
  const options = optionsOf(params);
  if (options) coupon.currency_options = { ...coupon.currency_options, ...options };
  return coupon;
};

/** Nobody can redeem it any more; discounts it gave stay, by the terms that are kept with them. */
const remove: Handler = async (unit, _params, id = '') => {
  const coupon = await unit.get('coupon', id);
  await retire(unit, id);
  unit.undue('coupon.expire', id);
  return unit.remove(coupon, 'coupon.deleted');
};

/** Its last day for redeeming has come. */
export async function expireCoupon(unit: Unit, id: string): Promise<void> {
  const coupon = await unit.get('coupon', id);
  coupon.valid = false;
  await retire(unit, id);
}

const retrieve: Handler = async (unit, _params, id = '') => unit.get('coupon', id);

const all: Handler = async (unit, params) => list(unit, params, { kind: 'coupon', url: '/v1/coupons' });

export const coupons: readonly Route[] = [
  post('/v1/coupons', create),
  get('/v1/coupons', all),
  get('/v1/coupons/{id}', retrieve),
  post('/v1/coupons/{id}', update),
  del('/v1/coupons/{id}', remove),
];
