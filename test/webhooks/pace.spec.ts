import { randomUUID } from 'node:crypto';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { outboundApp, receiver, type OutboundApp, type Receiver } from './outbound-app.js';

describe('events for an endpoint that takes so many a second', () => {
  let store: TestDatabase;
  let app: OutboundApp;
  let customer: Receiver;

  beforeAll(async () => {
    store = await startDatabase();
    app = await outboundApp(store.database);
    customer = await receiver();
  });

  afterAll(async () => {
    await customer?.close();
    await app?.close();
    await store?.close();
  });

  it('come no faster in any second, and hardly slower', async () => {
    await app.endpoint(customer.url, { per_second: 20 });
    await app.sold(...Array.from({ length: 70 }, randomUUID));

    const sent: number[] = [];
    for (let tick = 0; tick < 60; tick += 1) {
      sent.push(await app.deliver());
      await app.later(50);
    }
    const inAnySecond = sent.map((_, from) => sum(sent.slice(from, from + 20)));
    expect(Math.max(...inAnySecond)).toBeLessThanOrEqual(20);
    expect(sum(sent)).toBeGreaterThanOrEqual(57);
    expect(sent[0]).toBe(2);
  });
});

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
