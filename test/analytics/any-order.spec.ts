import fc from 'fast-check';
import { customerMovements } from '../../src/modules/analytics/customer-movements.js';
import { signature } from '../../src/modules/analytics/movement.js';
import { writtenFor } from '../../src/modules/analytics/movement.queries.js';
import { POLICY_V1 } from '../../src/modules/analytics/policy.js';
import type { HeardEvent } from '../../src/platform/events/consumers.js';
import { anyCustomer } from './support/any-history.js';
import { idOf, versioned } from './support/heard.js';
import { startAnalytics, type Analytics } from './support/start-analytics.js';

const SEED = 20261121;

/** A history is told as it grows: each prefix once, the whole of it last; and then the tellings are shuffled, some twice. */
const tellings = fc.array(anyCustomer, { minLength: 1, maxLength: 3 }).chain((customers) => {
  const told = customers.flatMap((facts, index) =>
    facts.flatMap(({ subscriptionId, versions }) =>
      versions.map((_, last) => ({
        customer: `${index}`,
        subscription: `${index}-${subscriptionId}`,
        versions: versions.slice(0, last + 1),
        sequence: last + 1,
      })),
    ),
  );
  return fc.tuple(
    fc.shuffledSubarray([...told, ...told], { minLength: told.length, maxLength: 2 * told.length }),
    fc.constant(told),
  );
});

describe('histories told in any order, in pieces and twice', () => {
  let analytics: Analytics;
  let run = 0;

  beforeAll(async () => {
    analytics = await startAnalytics();
  });
  afterAll(() => analytics.close());

  it('end in the rows the whole history gives, with sums by day that agree', async () => {
    process.stdout.write(`seed ${SEED}\n`);
    await fc.assert(
      fc.asyncProperty(tellings, fc.integer({ min: 1, max: 4 }), async ([shuffled, told], size) => {
        run += 1;
        const name = (part: string) => `run ${run} ${part}`;
        const events = shuffled.map((one) =>
          versioned(name(one.customer), name(one.subscription), one.versions, one.sequence),
        );
        for (const batch of batches(events, size)) await analytics.hear(...batch);
        for (const one of told)
          await analytics.hear(versioned(name(one.customer), name(one.subscription), one.versions, one.sequence));

        for (const customer of new Set(told.map((one) => name(one.customer)))) await isAsTold(customer);
      }),
      { seed: SEED, numRuns: 25 },
    );

    const results = await analytics.proofs.run(['A1', 'A3', 'A6']);
    expect(results.map(({ ok, differences }) => ({ ok, differences }))).toEqual(
      results.map(() => ({ ok: true, differences: [] })),
    );
    expect(results.every(({ checked }) => checked > 0)).toBe(true);
  });

  async function isAsTold(customer: string): Promise<void> {
    const facts = await analytics.database.query<Parameters<typeof customerMovements>[0][number]>(
      `select subscription_id as "subscriptionId", customer_id as "customerId", versions from analytics_subscription_fact
        where customer_id = $1`,
      [idOf(customer)],
    );
    const written = await writtenFor(analytics.database, 1, [idOf(customer)]);
    const standing = written.filter(({ reversed }) => !reversed).map(signature);
    expect(standing.toSorted()).toEqual(customerMovements(facts, POLICY_V1).map(signature).toSorted());
  }
});

function batches(events: readonly HeardEvent[], size: number): HeardEvent[][] {
  return Array.from({ length: Math.ceil(events.length / size) }, (_, index) =>
    events.slice(index * size, (index + 1) * size),
  );
}
