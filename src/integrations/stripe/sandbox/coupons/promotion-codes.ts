import { list } from '../lists.js';
import { merged } from '../metadata.js';
import type { Params } from '../params.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { PromotionCode } from '../wire.js';

const create: Handler = async (unit, params) => {
  const promotion = params.below('promotion');
  if (promotion?.choice('type', ['coupon']) === undefined) throw parameterMissing('promotion[type]');
  const coupon = await unit.get('coupon', promotion.required('coupon'), 'promotion[coupon]');
  promotion.done();
  if (!coupon.valid) throw invalid(`Coupon expired: ${coupon.id}`, { code: 'coupon_expired' });
  const customer = params.text('customer') ?? null;
  if (customer !== null) await unit.get('customer', customer, 'customer');
  const expires = params.whole('expires_at') ?? null;
  if (expires !== null && expires <= unit.at)
    throw invalid('expires_at must be in the future.', { param: 'expires_at' });
  const code: PromotionCode = {
    id: unit.id('promo'),
    object: 'promotion_code',
    active: params.flag('active') ?? true,
    code: await codeOf(unit, params, customer),
    created: unit.at,
    customer,
    customer_account: null,
    expires_at: expires,
    livemode: false,
    max_redemptions: params.whole('max_redemptions') ?? null,
    metadata: params.metadata() ?? {},
    promotion: { coupon: coupon.id, type: 'coupon' },
    restrictions: restrictionsOf(params.below('restrictions')),
    times_redeemed: 0,
  };
  if (expires !== null) unit.due('promotion_code.expire', code.id, expires);
  return unit.add(code, 'promotion_code.created');
};

/** Codes are read without regard to case; one is active for everybody, or for one customer, at a time. */
async function codeOf(unit: Unit, params: Params, customer: string | null): Promise<string> {
  const given = params.text('code') ?? unit.id('code').slice(6, 14).toUpperCase();
  if (!/^[\w-]+$/.test(given)) throw invalid('A code is made of letters, digits and dashes.', { param: 'code' });
  const same = await unit.find('promotion_code', 'peer', given.toLowerCase());
  if (same.some((one) => one.active && (one.customer === customer || one.customer === null || customer === null))) {
    throw invalid('An active promotion code with this code already exists.', { param: 'code' });
  }
  return given;
}

function restrictionsOf(given: Params | undefined): PromotionCode['restrictions'] {
  const minimum = given?.whole('minimum_amount') ?? null;
  const options = optionsOf(given);
  const restrictions = {
    ...(options ? { currency_options: options } : {}),
    first_time_transaction: given?.flag('first_time_transaction') ?? false,
    minimum_amount: minimum,
    minimum_amount_currency: minimum === null ? null : (given?.requiredCurrency('minimum_amount_currency') ?? null),
  };
  given?.done();
  return restrictions;
}

function optionsOf(given: Params | undefined): PromotionCode['restrictions']['currency_options'] {
  return given
    ?.below('currency_options')
    ?.byCurrency((option) => ({ minimum_amount: option.requiredWhole('minimum_amount') }));
}

const update: Handler = async (unit, params, id = '') => {
  const code = await unit.get('promotion_code', id);
  const active = params.flag('active');
  if (active && !(await redeemable(unit, code))) {
    throw invalid('This promotion code can no longer be made active.', { param: 'active' });
  }
  code.active = active ?? code.active;
  const metadata = params.metadata();
  if (metadata) code.metadata = merged(code.metadata ?? {}, metadata);
  const restrictions = params.below('restrictions');
  const options = optionsOf(restrictions);
  restrictions?.done();
  if (options) code.restrictions.currency_options = { ...code.restrictions.currency_options, ...options };
  return code;
};

async function redeemable(unit: Unit, code: PromotionCode): Promise<boolean> {
  const coupon = await unit.maybe('coupon', code.promotion.coupon);
  const used = code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions;
  const late = code.expires_at !== null && code.expires_at <= unit.at;
  return coupon?.valid === true && !used && !late;
}

/** Its last second has come. */
export async function expirePromotionCode(unit: Unit, id: string): Promise<void> {
  const code = await unit.get('promotion_code', id);
  code.active = false;
}

/** No code leads to a coupon nobody can redeem. */
export async function retire(unit: Unit, coupon: string): Promise<void> {
  for (const code of await unit.find('promotion_code', 'parent', coupon)) code.active = false;
}

const retrieve: Handler = async (unit, _params, id = '') => unit.get('promotion_code', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'promotion_code',
    url: '/v1/promotion_codes',
    filters: { active: 'status', coupon: 'parent', customer: 'customer' },
    where: (given, value) => {
      const code = given.text('code');
      return code === undefined ? [] : [`peer = ${value(code.toLowerCase())}`];
    },
  });

export const promotionCodes: readonly Route[] = [
  post('/v1/promotion_codes', create),
  get('/v1/promotion_codes', all),
  get('/v1/promotion_codes/{id}', retrieve),
  post('/v1/promotion_codes/{id}', update),
];
