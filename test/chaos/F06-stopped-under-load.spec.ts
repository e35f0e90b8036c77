import { until } from '../support/until.js';
import { expectWhole } from './support/business.js';
import { freePort } from '../support/free-port.js';
import { deliverAll } from './support/deliveries.js';
import { Installation } from './support/engine.js';
import { productEvent, productEvents } from './support/product-event.js';

const EVENTS = 600;

describe('F06 a process asked to stop while it takes deliveries', () => {
  let at: Installation;

  beforeEach(async () => void (at = await Installation.open()));
  afterEach(() => at.close());

  it('ends well, and of what was sent nothing is refused and nothing is lost', async () => {
    const [going, staying] = await Promise.all([at.start(), at.start({ beside: true })]);
    let stopped = false;
    void going.gone.then(() => (stopped = true));
    let sent = 0;
    const turns = () => (sent++ % 2 === 0 && !stopped ? going : staying);
    const delivering = deliverAll(turns, productEvents(EVENTS, 'F06'));
    await until(() => sent > EVENTS / 4, 30_000);
    going.signal('SIGTERM');

    const { answers } = await delivering;
    expect([await going.gone, await staying.health('ready')]).toEqual(['0', 200]);
    // A connection that is refused is tried again, as every provider does; an answer that says no would be ours.
    expect([...answers.keys()].filter((status) => status !== 0)).toEqual([200]);
    await expectWhole(at);
    expect(await folded()).toEqual({ rows: String(EVENTS), products: String(EVENTS) });
  });

  it('is not ready first, and finishes what is in hand before it ends', async () => {
    const going = await at.start({ env: { METRICS_PORT: String(await freePort()) } });
    const stores = await at.locked('webhooks_inbox');
    const answers = Promise.all(Array.from({ length: 10 }, (_, n) => going.deliver(productEvent(`F06held${n}`))));
    await until(async () => (await going.metric('revenue_http_in_flight')) === 10, 10_000);

    going.signal('SIGTERM');
    await until(async () => (await going.health('ready')) === 503, 5_000);
    expect([await going.health('live'), await going.metric('revenue_http_in_flight')]).toEqual([200, 10]);
    expect(await going.deliver(productEvent('F06late'))).toBeUndefined();

    await stores.free();
    expect((await answers).map((answer) => answer?.status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await going.gone).toBe('0');
  });

  async function folded() {
    const [kept] = await at.database.query<{ rows: string; products: string }>(
      `select (select count(*) from webhooks_inbox where status = 'done')::text as rows,
              (select count(*) from billing_product)::text as products`,
    );
    return kept;
  }
});
