import { until } from '../support/until.js';
import { expectWhole } from './support/business.js';
import { deliverAll } from './support/deliveries.js';
import { Installation } from './support/engine.js';
import { productEvent, productEvents } from './support/product-event.js';
import { Proxy } from './support/proxy.js';

const LONGEST_SECONDS = 25;
const CUT_EVENTS = 300;
const CUT_MILLISECONDS = 250;

describe('F09 a network that swallows what is said to the store', () => {
  let at: Installation;
  let proxy: Proxy;

  beforeAll(async () => {
    at = await Installation.open();
    proxy = await Proxy.before(at.storeUrl);
  });
  afterAll(async () => {
    await at.close();
    await proxy.close();
  });

  it('costs a delivery seconds, never the process; dead connections are left, and work goes on by itself', async () => {
    const engine = await at.start({ env: { DATABASE_URL: proxy.urlOf(at.storeUrl) } });
    expect(await engine.deliver(productEvent('F09before'))).toMatchObject({ status: 200 });
    await at.settled();

    proxy.blackHole();
    const since = performance.now();
    const answer = await engine.deliver(productEvent('F09within'));
    expect([answer?.status, answer?.retryAfter]).toEqual([503, 2]);
    expect((performance.now() - since) / 1000).toBeLessThan(LONGEST_SECONDS);
    expect([await engine.health('live'), await engine.health('ready')]).toEqual([200, 503]);

    // Nothing of what was in the hole is ever heard of again: the way is open for new connections alone.
    proxy.openForNew();
    await until(async () => (await engine.health('ready')) === 200, LONGEST_SECONDS * 1000);
    expect(await engine.deliver(productEvent('F09within'))).toMatchObject({ status: 200 });
    await expectWhole(at);
    expect(await engine.metric('revenue_webhook_events_total')).toBe(2);
    await engine.kill();
  });

  it('and one that cuts every connection costs those that were on their way, and no event', async () => {
    const engine = await at.start({ env: { DATABASE_URL: proxy.urlOf(at.storeUrl) } });
    const cuts = setInterval(() => proxy.cut(), CUT_MILLISECONDS);
    const { answers } = await deliverAll(() => engine, productEvents(CUT_EVENTS, 'F09cut'));
    clearInterval(cuts);
    expect([...answers.keys()].filter((status) => ![200, 503].includes(status))).toEqual([]);
    expect(answers.get(200)).toBe(CUT_EVENTS);
    await expectWhole(at);
    expect(await done('evt_F09cut%')).toBe(CUT_EVENTS);
    await engine.kill();
  });

  it('slow answers are only slow', async () => {
    const engine = await at.start({ env: { DATABASE_URL: proxy.urlOf(at.storeUrl) } });
    proxy.slow(150);
    expect(await engine.deliver(productEvent('F09slow'))).toMatchObject({ status: 200 });
    await at.settled();
    proxy.slow(0);
    expect(await engine.metric('revenue_webhook_events_total')).toBe(1);
  });

  async function done(events: string): Promise<number> {
    const [row] = await at.database.query<{ n: number }>(
      `select count(*)::int as n from webhooks_inbox where status = 'done' and external_id like $1`,
      [events],
    );
    return row?.n ?? 0;
  }
});
