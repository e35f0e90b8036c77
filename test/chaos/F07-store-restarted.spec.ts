import { setTimeout as pause } from 'node:timers/promises';
import { business, expectWhole } from './support/business.js';
import { ourCluster, startServer, stopServer } from './support/cluster.js';
import { deliverAll, within } from './support/deliveries.js';
import { Installation } from './support/engine.js';
import { productEvent, productEvents } from './support/product-event.js';

const EVENTS = 800;
const RESTARTS = ['immediate', 'fast', 'immediate', 'immediate'] as const;

describe('F07 Postgres restarted four times under load', () => {
  let at: Installation;

  beforeAll(async () => void (at = await Installation.open()));
  afterAll(() => at.close());

  it('is answered 503 with a time to come again, and everything goes on by itself in the same process', async () => {
    const engine = await at.start();
    await business(at, 60);
    const delivering = deliverAll(() => engine, productEvents(EVENTS, 'F07'));
    for (const how of RESTARTS) {
      await pause(1_500);
      stopServer(ourCluster(), how);
      const refused = await engine.deliver(productEvent('F07away'));
      expect(refused).toMatchObject({ status: 503, retryAfter: 5 });
      startServer(ourCluster());
    }

    const { answers, withoutWord, ways } = await delivering;
    console.log(`F07: ${JSON.stringify([...answers])}, the longest way ${Math.round(within(1, ways))} ms`);
    expect([...answers.keys()].filter((status) => status !== 503)).toEqual([200]);
    expect([answers.get(200), withoutWord]).toEqual([EVENTS, 0]);
    expect(await engine.metric('revenue_webhook_events_total')).toBeGreaterThanOrEqual(EVENTS);
    expect(await expectWhole(at)).toMatchObject({ charges: 60, refunds: 20 });
    const [kept] = await at.database.query<{ n: string }>('select count(*)::text as n from billing_product');
    expect(kept).toEqual({ n: String(EVENTS) });
  });
});
