import fc from 'fast-check';
import type { SubscriptionVersion } from '../../../src/modules/analytics/recurring-value.js';
import type { SubscriptionFact } from '../../../src/modules/analytics/subscription-fact.js';
import { subscription } from './history.js';

const item = fc.record({
  itemKey: fc.constantFrom('si_1', 'si_2'),
  priceId: fc.constantFrom('price_1', 'price_2'),
  planId: fc.constantFrom('bronze', 'gold'),
  interval: fc.constantFrom('month', 'year'),
  intervalCount: fc.constantFrom(1, 3),
  quantity: fc.integer({ min: 1, max: 3 }),
  metered: fc.constant(false),
  arrMinor: fc.integer({ min: 0, max: 100_003 }),
});

const version = (day: number): fc.Arbitrary<SubscriptionVersion> =>
  fc.record({
    seq: fc.constant(0),
    startsAt: fc.constant(new Date(Date.UTC(2026, 0, 1 + day)).toISOString()),
    status: fc.constantFrom('trialing', 'active', 'active', 'active', 'past_due', 'unpaid', 'canceled'),
    currency: fc.constantFrom('usd', 'usd', 'eur'),
    items: fc.uniqueArray(item, { maxLength: 2, selector: ({ itemKey }) => itemKey }),
    cancelAt: fc.constantFrom(null, null, '2026-06-01T00:00:00Z'),
    pause: fc.constantFrom(null, null, null, 'void', 'keep_as_draft', 'mark_uncollectible'),
    endReason: fc.constantFrom(null, 'payment_failed'),
    inboxEvent: fc.constant(null),
    providerEvent: fc.constant(null),
  });

const history = fc
  .uniqueArray(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 6 })
  .chain((days) => fc.tuple(...days.toSorted((a, b) => a - b).map(version)));

/** One to three subscriptions of one customer, with everything that can happen to them. */
export const anyCustomer: fc.Arbitrary<SubscriptionFact[]> = fc
  .array(history, { minLength: 1, maxLength: 3 })
  .map((histories) => histories.map((versions, index) => subscription(`s${index}`, ...versions)));
