import type { Interval } from '../../../../kernel/period.js';
import { list } from '../lists.js';
import { merged } from '../metadata.js';
import type { Params } from '../params.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { newProduct } from '../products.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { Price, Product } from '../wire.js';
import { optionsOf } from './currency-options.js';

const createPrice: Handler = async (unit, params) => {
  const currency = params.requiredCurrency();
  const product = await productOf(unit, params);
  const recurring = await recurringOf(unit, params.below('recurring'));
  const options = optionsOf(params, amountsOf);
  const price: Price = {
    id: unit.id('price'),
    object: 'price',
    active: params.flag('active') ?? true,
    created: unit.at,
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: await lookupKey(unit, params),
    metadata: params.metadata() ?? {},
    nickname: params.text('nickname') ?? null,
    product: product.id,
    recurring,
    tax_behavior: params.choice('tax_behavior', ['unspecified', 'exclusive', 'inclusive']) ?? 'unspecified',
    transform_quantity: packsOf(params.below('transform_quantity')),
    type: recurring ? 'recurring' : 'one_time',
    ...schemeOf(params),
  };
  if (options) price.currency_options = { ...options, ...ownOption(price) };
  params.choice('billing_scheme', ['per_unit', 'tiered']);
  return unit.add(price, 'price.created');
};

/** The price a call describes where it could have named one; its product may be described with it. */
export async function inlinePrice(unit: Unit, params: Params): Promise<Price | undefined> {
  const data = params.below('price_data');
  if (!data) return undefined;
  const price = (await createPrice(unit, data)) as Price;
  data.done();
  return price;
}

const update: Handler = async (unit, params, id = '') => {
  const price = await unit.get('price', id);
  price.active = params.flag('active') ?? price.active;
  if (params.has('nickname')) price.nickname = params.text('nickname') ?? null;
  if (params.has('lookup_key')) price.lookup_key = await lookupKey(unit, params);
  price.tax_behavior = params.choice('tax_behavior', ['unspecified', 'exclusive', 'inclusive']) ?? price.tax_behavior;
  const options = optionsOf(params, amountsOf);
  if (options) price.currency_options = { ...ownOption(price), ...price.currency_options, ...options };
  const metadata = params.metadata();
  if (metadata) price.metadata = merged(price.metadata, metadata);
  return price;
};

const retrieve: Handler = async (unit, _params, id = '') => unit.get('price', id);

const all: Handler = async (unit, params) => {
  const where = (given: Params, value: (one: unknown) => string): string[] => {
    const keys = given.texts('lookup_keys');
    const recurring = given.below('recurring');
    const parts = (['interval', 'meter', 'usage_type'] as const).map((name) => [name, recurring?.text(name)] as const);
    recurring?.done();
    const where = parts.flatMap(([name, wanted]) =>
      wanted === undefined ? [] : [`data -> 'recurring' ->> '${name}' = ${value(wanted)}`],
    );
    const currency = given.currency();
    if (currency !== undefined) where.push(`data ->> 'currency' = ${value(currency)}`);
    return keys ? [...where, `peer = any(${value(keys)}::text[])`] : where;
  };
  const filters = { product: 'parent', active: 'status' } as const;
  return list(unit, params, {
    kind: 'price',
    url: '/v1/prices',
    filters,
    fields: ['type'],
    choices: { type: ['one_time', 'recurring'] },
    where,
  });
};

async function productOf(unit: Unit, params: Params): Promise<Product> {
  const data = params.below('product_data');
  if (!data) return unit.get('product', params.required('product'), 'product');
  const product = newProduct(unit, data);
  data.done();
  return unit.add(product, 'product.created');
}

/** The price's own currency is among its options too. */
function ownOption(price: Price): NonNullable<Price['currency_options']> {
  const { currency, tax_behavior, unit_amount, unit_amount_decimal, tiers } = price;
  const amounts = { unit_amount, unit_amount_decimal, ...(tiers ? { tiers } : {}) };
  return { [currency]: { custom_unit_amount: null, tax_behavior, ...amounts } };
}

function packsOf(given: Params | undefined): Price['transform_quantity'] {
  if (!given) return null;
  const by = given.whole('divide_by') ?? 0;
  const round = given.choice('round', ['down', 'up']);
  given.done();
  if (by < 1 || !round) throw parameterMissing('transform_quantity[divide_by]');
  return { divide_by: by, round };
}

type Amounts = { unit_amount: number | null; unit_amount_decimal: string | null; tiers?: NonNullable<Price['tiers']> };

function amountsOf(given: Params): Amounts {
  const tiers = tiersOf(given);
  if (tiers) return { tiers, unit_amount: null, unit_amount_decimal: null };
  const amount = amountOf(given);
  return { unit_amount: amount?.whole ?? null, unit_amount_decimal: amount?.decimal ?? null };
}

type Scheme = Pick<Price, 'billing_scheme' | 'tiers_mode' | 'unit_amount' | 'unit_amount_decimal'> &
  Partial<Pick<Price, 'tiers'>>;

/** One amount for each unit, or tiers. */
function schemeOf(params: Params): Scheme {
  const tiers = tiersOf(params);
  const tiers_mode = params.choice('tiers_mode', ['graduated', 'volume']) ?? 'graduated';
  if (tiers) return { billing_scheme: 'tiered', tiers, tiers_mode, unit_amount: null, unit_amount_decimal: null };
  const amount = amountOf(params);
  if (amount === undefined) throw parameterMissing('unit_amount');
  const { whole: unit_amount, decimal: unit_amount_decimal } = amount;
  return { billing_scheme: 'per_unit', tiers_mode: null, unit_amount, unit_amount_decimal };
}

async function recurringOf(unit: Unit, given: Params | undefined): Promise<Price['recurring']> {
  if (!given) return null;
  const interval: Interval | undefined = given.choice('interval', ['day', 'week', 'month', 'year']);
  if (!interval) throw parameterMissing('recurring[interval]');
  const usage = given.choice('usage_type', ['licensed', 'metered']) ?? 'licensed';
  const meter = await meterOf(unit, given.text('meter'), usage);
  const count = given.whole('interval_count') ?? 1;
  given.ignore('trial_period_days');
  given.done();
  return { interval, interval_count: count, meter, trial_period_days: null, usage_type: usage };
}

async function meterOf(unit: Unit, id: string | undefined, usage: 'licensed' | 'metered'): Promise<string | null> {
  if (usage === 'licensed') return null;
  if (id === undefined) throw parameterMissing('recurring[meter]');
  const meter = await unit.get('billing.meter', id, 'recurring[meter]');
  if (meter.status !== 'active') throw invalid('The meter is not active.', { param: 'recurring[meter]' });
  return meter.id;
}

/** Amounts come whole or as a decimal with up to twelve digits behind the point. */
function amountOf(params: Params, name = 'unit_amount'): { whole: number | null; decimal: string } | undefined {
  const whole = params.whole(name);
  if (whole !== undefined) return { whole, decimal: String(whole) };
  const decimal = params.text(`${name}_decimal`);
  if (decimal === undefined) return undefined;
  if (!/^\d+(\.\d{1,12})?$/.test(decimal)) throw invalid(`Invalid decimal: ${decimal}`, { param: `${name}_decimal` });
  const trimmed = decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
  return { whole: trimmed.includes('.') ? null : Number(trimmed), decimal: trimmed };
}

function tiersOf(params: Params): NonNullable<Price['tiers']> | undefined {
  return params.each('tiers')?.map((tier) => {
    const [flat, each] = [amountOf(tier, 'flat_amount'), amountOf(tier)];
    const upTo = tier.text('up_to');
    tier.done();
    return {
      flat_amount: flat?.whole ?? null,
      flat_amount_decimal: flat?.decimal ?? null,
      unit_amount: each?.whole ?? null,
      unit_amount_decimal: each?.decimal ?? null,
      up_to: upTo === undefined || upTo === 'inf' ? null : Number(upTo),
    };
  });
}

async function lookupKey(unit: Unit, params: Params): Promise<string | null> {
  const key = params.text('lookup_key');
  const transfer = params.flag('transfer_lookup_key') ?? false;
  if (key === undefined) return null;
  const [holder] = await unit.find('price', 'peer', key);
  if (holder && !transfer) {
    throw invalid(`A price (${holder.id}) already uses that lookup key.`, {
      code: 'resource_already_exists',
      param: 'lookup_key',
    });
  }
  if (holder) holder.lookup_key = null;
  return key;
}

export const prices: readonly Route[] = [
  post('/v1/prices', createPrice),
  get('/v1/prices', all),
  get('/v1/prices/{id}', retrieve),
  post('/v1/prices/{id}', update),
];
