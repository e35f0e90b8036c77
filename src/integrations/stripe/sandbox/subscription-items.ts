import { replaceDiscounts } from './coupons/discounts.js';
import { discountsFor } from './coupons/redeeming.js';
import { merged } from './metadata.js';
import type { Params } from './params.js';
import { priceIn } from './prices/currency-options.js';
import { inlinePrice } from './prices/prices.js';
import { isMetered, worth } from './proration.js';
import { ratesOf } from './tax/tax-rates.js';
import { invalid, missing, parameterMissing } from './sandbox.errors.js';
import type { Recurrence, Span } from './subscription-calendar.js';
import type { Unit } from './unit.js';
import type { Price, Subscription, SubscriptionItem } from './wire.js';

/** The items a subscription begins with. */
export async function itemsOf(
  unit: Unit,
  params: Params,
  subscription: Subscription,
  span: Span,
): Promise<SubscriptionItem[]> {
  const items: SubscriptionItem[] = [];
  for (const given of params.each('items') ?? []) {
    const price = required(await pricedBy(unit, given, subscription.currency));
    items.push(await newItem(unit, { price, subscription, span, given }));
    given.done();
  }
  if (items.length === 0) throw parameterMissing('items');
  agree(items);
  return items;
}

/** The items after a change: named ones changed or gone, unnamed ones added, the rest as they were. */
export async function changedItems(
  unit: Unit,
  params: Params,
  subscription: Subscription,
): Promise<SubscriptionItem[]> {
  const items = structuredClone(subscription.items.data);
  for (const given of params.each('items') ?? []) {
    await changeItem(unit, { subscription, items, given, id: given.text('id') });
    given.done();
  }
  return agreed(items);
}

interface ItemChange {
  subscription: Subscription;
  items: SubscriptionItem[];
  given: Params;
  id: string | undefined;
}

/** Changes, removes or, without an id, adds one item among the others. */
export async function changeItem(unit: Unit, { subscription, items, given, id }: ItemChange): Promise<void> {
  const at = items.findIndex((item) => item.id === id);
  if (id !== undefined && at < 0) throw missing('subscription item', id, 'items[0][id]');
  const price = await pricedBy(unit, given, subscription.currency);
  if (given.flag('deleted') && at >= 0) items.splice(at, 1);
  else if (at >= 0) await change(unit, { subscription, item: items[at], given, price });
  else items.push(await newItem(unit, { price: required(price), subscription, span: spanOf(subscription), given }));
}

/** @throws when these items cannot be billed together, or there are none */
export function agreed(items: SubscriptionItem[]): SubscriptionItem[] {
  if (items.length === 0) throw invalid('A subscription must have at least one active plan.', { param: 'items' });
  agree(items);
  return items;
}

interface Changed {
  subscription: Subscription;
  item: SubscriptionItem | undefined;
  given: Params;
  price: Price | undefined;
}

async function change(unit: Unit, { subscription, item, given, price }: Changed): Promise<void> {
  if (!item) return;
  const metadata = given.metadata();
  if (metadata) item.metadata = merged(item.metadata, metadata);
  if (price) Object.assign(item, { price: structuredClone(price), plan: planOf(price) });
  writeQuantity(item, given);
  await writeTerms(unit, subscription, item, given);
}

export function spanOf({ items }: Subscription): Span {
  const [item] = items.data;
  return { start: item?.current_period_start ?? 0, end: item?.current_period_end ?? 0 };
}

/** How often a subscription bills: all its items share one rhythm. */
export function recurrenceOf({ items }: Subscription): Recurrence {
  const recurring = items.data[0]?.price.recurring;
  return {
    interval: (recurring?.interval ?? 'month') as Recurrence['interval'],
    interval_count: recurring?.interval_count ?? 1,
  };
}

export function setSpan({ items }: Subscription, { start, end }: Span): void {
  for (const item of items.data) Object.assign(item, { current_period_start: start, current_period_end: end });
}

/** The recurring price that is named or described, if any. */
export async function pricedBy(unit: Unit, given: Params, currency = ''): Promise<Price | undefined> {
  const id = given.text('price') ?? (await inlinePrice(unit, given))?.id;
  return id === undefined ? undefined : recurring(unit, id, 'items[0][price]', currency);
}

function required(price: Price | undefined): Price {
  if (!price) throw parameterMissing('items[0][price]');
  return price;
}

/** The price as it is in a currency, or else in its own. */
async function recurring(unit: Unit, id: string, param: string, currency = ''): Promise<Price> {
  const price = await unit.get('price', id, param);
  if (!price.recurring)
    throw invalid(
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
      { param },
    );
  if (!price.active) throw invalid('The price specified is inactive.', { param });
  return priceIn(price, currency === '' ? price.currency : currency, param);
}

/** One currency and one rhythm for all items. */
function agree(items: readonly SubscriptionItem[]): void {
  const rhythms = new Set(items.map(({ price: { recurring: r } }) => `${r?.interval} ${r?.interval_count}`));
  if (rhythms.size > 1)
    throw invalid('All items of a subscription must have one interval in the sandbox.', { param: 'items' });
  const currencies = new Set(items.map(({ price }) => price.currency));
  if (currencies.size > 1) throw invalid('All items must have the same currency.', { param: 'items' });
  const prices = new Set(items.map(({ price }) => price.id));
  if (prices.size < items.length) throw invalid('A price can be on a subscription once.', { param: 'items' });
}

/** Discounts and tax rates of one item alone. */
async function writeTerms(
  unit: Unit,
  subscription: Subscription,
  item: SubscriptionItem,
  given: Params,
): Promise<void> {
  const { customer, id } = subscription;
  const target = {
    customer,
    currency: item.price.currency,
    amount: worth(item),
    subscription: id,
    subscription_item: item.id,
  };
  const before = item.discounts;
  item.discounts = (await discountsFor(unit, given, target, before)) ?? before;
  await replaceDiscounts(unit, before, item.discounts);
  item.tax_rates = (await ratesOf(unit, given, 'tax_rates')) ?? item.tax_rates;
}

interface NewItem {
  price: Price;
  subscription: Subscription;
  span: Span;
  given: Params;
}

async function newItem(unit: Unit, { price, subscription, span, given }: NewItem): Promise<SubscriptionItem> {
  const item: SubscriptionItem = {
    id: unit.id('si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: unit.at,
    current_period_end: span.end,
    current_period_start: span.start,
    current_trial: null,
    discounts: [],
    metadata: given.metadata() ?? {},
    plan: planOf(price),
    price: structuredClone(price),
    subscription: subscription.id,
    tax_rates: [],
  };
  writeQuantity(item, given);
  await writeTerms(unit, subscription, item, given);
  return item;
}

/** Metered items have no quantity: their meter counts. */
function writeQuantity(item: SubscriptionItem, given: Params): void {
  const quantity = given.whole('quantity');
  if (!isMetered(item)) item.quantity = quantity ?? item.quantity ?? 1;
  else if (quantity === undefined) delete item.quantity;
  else throw invalid('You cannot set the quantity of a metered item.', { param: 'items[0][quantity]' });
}

/** The older view of a price that items still carry. */
function planOf(price: Price): SubscriptionItem['plan'] {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: structuredClone(price.metadata),
    meter: price.recurring?.meter ?? null,
    nickname: price.nickname,
    product: price.product,
    ...(price.tiers ? { tiers: structuredClone(price.tiers) } : {}),
    tiers_mode: price.tiers_mode,
    transform_usage: null,
    trial_period_days: null,
    usage_type: price.recurring?.usage_type ?? 'licensed',
  };
}
