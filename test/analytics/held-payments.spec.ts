import type { HeardEvent } from '../../src/platform/events/consumers.js';
import { idOf, paid, unpaid } from './support/heard.js';
import { startAnalytics, type Analytics } from './support/start-analytics.js';

const held = (name: string) => unpaid('authorized', name, 'ada', 97, '2026-10-01');
const letGo = (name: string) => unpaid('canceled', name, 'ada', 97, '2026-10-08');
const captured = (name: string) => paid(name, 'ada', 40, '2026-10-03');
const declined = (name: string) => paid(name, 'ada', 97, '2026-10-02', 'card_declined');

/** The orders in which two events may come: together, and one by one either way. */
const ORDERS: readonly ((events: HeardEvent[]) => HeardEvent[][])[] = [
  (events) => [events],
  (events) => events.map((one) => [one]),
  (events) => events.toReversed().map((one) => [one]),
];

describe('a payment that was held', () => {
  let analytics: Analytics;

  beforeAll(async () => {
    analytics = await startAnalytics();
  });
  afterAll(() => analytics.close());

  const ended = async () => (await analytics.figures.figure('payment_success_rate', {}, 0)).denominator ?? 0;
  const seen = async (name: string) => {
    const { feed } = await analytics.screens.show({ range: '12m' });
    return feed.filter(({ object }) => object.id === idOf(name)).map(({ kind, amount }) => [kind, amount]);
  };

  it.each([
    { what: 'is shown', told: [held], kind: 'payment_authorized', amount: 97, ends: 0 },
    { what: 'and captured is money', told: [held, captured], kind: 'payment_captured', amount: 40, ends: 1 },
    { what: 'and let go is none', told: [held, letGo], kind: 'payment_canceled', amount: 97, ends: 0 },
    { what: 'after a decline counts as failed', told: [declined, held], kind: 'payment_failed', amount: 97, ends: 1 },
    { what: 'and given up after it too', told: [declined, letGo], kind: 'payment_failed', amount: 97, ends: 1 },
  ])('$what, whichever event came first', async ({ what, told, kind, amount, ends }) => {
    for (const [index, order] of ORDERS.entries()) {
      const [name, before] = [`${what} ${index}`, await ended()];

      for (const batch of order(told.map((one) => one(name)))) await analytics.hear(...batch);

      expect(await seen(name)).toEqual([[kind, amount]]);
      expect(await ended()).toBe(before + ends);
    }
  });
});
