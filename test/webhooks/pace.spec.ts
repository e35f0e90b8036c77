import { randomUUID } from 'node:crypto';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';
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
    const { id } = await app.endpoint(customer.url, { per_second: 20 });
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
    await app.call('DELETE', `endpoints/${id}`);
  });

  it('are looked for when there is room for them again, not all the time', async () => {
    await app.endpoint(customer.url, { per_second: 1 });
    const looks: number[] = [];
    store.database.onQuery = (sql) => {
      if (/^\s*select e\.id, [^]* as room/.test(sql)) looks.push(performance.now());
    };
    const stop = new AbortController();
    const running = app.loop.run(stop.signal);
    const before = customer.got.length;
    await app.sold(randomUUID(), randomUUID());
    await until(() => customer.got.length > before && looks.length >= 7, 40_000);
    stop.abort();
    await running;
    store.database.onQuery = undefined;

    const [oneButLast = 0, last = 0] = looks.slice(-2);
    expect(last - oneButLast).toBeGreaterThan(500);
  });
});

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
