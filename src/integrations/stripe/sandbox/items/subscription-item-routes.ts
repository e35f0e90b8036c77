import { within } from '../lists.js';
import type { Params } from '../params.js';
import { del, get, post, type Handler, type Route } from '../routes.js';
import { missing } from '../sandbox.errors.js';
import { carryOut, itemsChange } from '../subscription-change.js';
import { agreed, changeItem } from '../subscription-items.js';
import type { Unit } from '../unit.js';
import type { Subscription, SubscriptionItem } from '../wire.js';

const create: Handler = async (unit, params) => {
  const subscription = await unit.get('subscription', params.required('subscription'), 'subscription');
  const items = await changed(unit, subscription, params, undefined);
  return items.at(-1) ?? subscription;
};

const update: Handler = async (unit, params, id = '') => {
  const { subscription } = await itemOf(unit, id);
  await changed(unit, subscription, params, id);
  return (await itemOf(unit, id)).item;
};

const remove: Handler = async (unit, params, id = '') => {
  const { subscription, item } = await itemOf(unit, id);
  params.ignore('clear_usage');
  const items = agreed(subscription.items.data.filter((one) => one.id !== id).map((one) => structuredClone(one)));
  await carryOut(unit, subscription, itemsChange(unit, params, subscription, items));
  return { id: item.id, object: item.object, deleted: true };
};

async function changed(
  unit: Unit,
  subscription: Subscription,
  params: Params,
  id: string | undefined,
): Promise<SubscriptionItem[]> {
  const items = structuredClone(subscription.items.data);
  await changeItem(unit, { subscription, items, given: params, id });
  await carryOut(unit, subscription, itemsChange(unit, params, subscription, agreed(items)));
  return subscription.items.data;
}

const retrieve: Handler = async (unit, _params, id = '') => (await itemOf(unit, id)).item;

const all: Handler = async (unit, params) => {
  const { items } = await unit.get('subscription', params.required('subscription'), 'subscription');
  return within(items.data, params, '/v1/subscription_items');
};

/** Items are kept inside their subscription. */
async function itemOf(unit: Unit, id: string): Promise<{ subscription: Subscription; item: SubscriptionItem }> {
  const [found] = await unit.store.objects(`type = 'subscription' and position($1 in data::text) > 0`, [
    `"id":"${id}"`,
  ]);
  const subscription = await unit.maybe('subscription', found?.id);
  const item = subscription?.items.data.find((one) => one.id === id);
  if (!subscription || !item) throw missing('subscription item', id);
  return { subscription, item };
}

export const subscriptionItems: readonly Route[] = [
  post('/v1/subscription_items', create),
  get('/v1/subscription_items', all),
  get('/v1/subscription_items/{id}', retrieve),
  post('/v1/subscription_items/{id}', update),
  del('/v1/subscription_items/{id}', remove),
];
