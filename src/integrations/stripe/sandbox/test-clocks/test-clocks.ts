import { removeCustomer } from '../customers.js';
import { list } from '../lists.js';
import { del, get, post, type Handler, type Route } from '../routes.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import { periodAt } from '../subscription-calendar.js';
import { recurrenceOf } from '../subscription-items.js';
import type { Unit } from '../unit.js';
import type { TestClock } from '../wire.js';

const MONTH = 30 * 86_400;
const NOBODY = 2 * 366 * 86_400;
const OVER = new Set(['canceled', 'incomplete_expired']);

const create: Handler = async (unit, params) => {
  const frozen = params.whole('frozen_time');
  if (frozen === undefined) throw parameterMissing('frozen_time');
  const clock: TestClock = {
    id: unit.id('clock'),
    object: 'test_helpers.test_clock',
    created: unit.at,
    deletes_after: unit.at + MONTH,
    frozen_time: frozen,
    livemode: false,
    name: params.text('name') ?? null,
    status: 'ready',
    status_details: {},
  };
  unit.due('test_clock.delete', clock.id, clock.deletes_after);
  return unit.add(clock, 'test_helpers.test_clock.created');
};

/** Forward only, and not further than two billing periods of what lives on it. */
const advance: Handler = async (unit, params, id = '') => {
  const clock = await unit.get('test_helpers.test_clock', id);
  const target = params.whole('frozen_time');
  if (target === undefined) throw parameterMissing('frozen_time');
  if (clock.status !== 'ready') throw invalid('Test clock is currently advancing.', { code: 'test_clock_advancing' });
  if (target <= clock.frozen_time) {
    throw invalid('Test clocks can only be moved forward.', { param: 'frozen_time' });
  }
  if (target > (await furthest(unit, clock))) {
    throw invalid('Time is too far into the future. You can move at most two intervals at a time.', {
      param: 'frozen_time',
    });
  }
  clock.status = 'advancing';
  clock.status_details = { advancing: { target_frozen_time: target } };
  unit.tell('test_helpers.test_clock.advancing', clock);
  return clock;
};

/** Two periods of the subscription that renews most often; two years without one. */
async function furthest(unit: Unit, { id, frozen_time: now }: TestClock): Promise<number> {
  const subscriptions = await unit.find('subscription', 'parent', id);
  const ends = subscriptions
    .filter(({ status }) => !OVER.has(status))
    .map((subscription) => {
      const recurrence = recurrenceOf(subscription);
      const { end } = periodAt(now, recurrence, now);
      return periodAt(now, recurrence, end).end;
    });
  return Math.min(now + NOBODY, ...ends);
}

const remove: Handler = async (unit, _params, id = '') => removeClock(unit, id);

/** Takes its customers with it, and their subscriptions. */
export async function removeClock(unit: Unit, id: string): Promise<object> {
  const clock = await unit.get('test_helpers.test_clock', id);
  const began = unit.at;
  for (const { id: customer } of await unit.find('customer', 'parent', id)) await removeCustomer(unit, customer);
  Object.assign(unit, { clock: null, at: began });
  unit.undue('test_clock.delete', id);
  return unit.remove(clock, 'test_helpers.test_clock.deleted');
}

const retrieve: Handler = async (unit, _params, id = '') => unit.get('test_helpers.test_clock', id);

const all: Handler = async (unit, params) =>
  list(unit, params, { kind: 'test_helpers.test_clock', url: '/v1/test_helpers/test_clocks' });

export const testClocks: readonly Route[] = [
  post('/v1/test_helpers/test_clocks', create),
  get('/v1/test_helpers/test_clocks', all),
  get('/v1/test_helpers/test_clocks/{id}', retrieve),
  del('/v1/test_helpers/test_clocks/{id}', remove),
  post('/v1/test_helpers/test_clocks/{id}/advance', advance),
];
