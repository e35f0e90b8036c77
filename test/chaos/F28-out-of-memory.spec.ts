import { resolve } from 'node:path';
import { until } from '../support/until.js';
import { business, expectWhole } from './support/business.js';
import { deliverAll } from './support/deliveries.js';
import { Installation, type Engine } from './support/engine.js';
import { HOME } from './support/process.js';
import { productEvent } from './support/product-event.js';

const DEATHS = 2;
const PAYMENTS = 12;
/** Of its heap: what the program needs, and a little more. */
const MEGABYTES = 128;
/** The share of its work a process has done when its memory begins to fill. */
const FOLDED = 20;

describe('F28 a process that runs out of memory', () => {
  let at: Installation;
  let engine: Engine;
  let isOver = false;

  beforeAll(async () => void (at = await Installation.open()));
  afterAll(() => at.close());

  it('dies, and the next goes on where it was: nothing is lost, and nothing is done twice', async () => {
    engine = await at.start({ env: LITTLE });
    const delivering = deliverAll(() => engine, sent(), 3);
    const paying = business(at, PAYMENTS);
    for (let deaths = 0; deaths < DEATHS; deaths += 1) {
      await until(async () => (await engine.metric('revenue_webhook_events_total')) > FOLDED, 60_000);
      engine.signal('SIGUSR2');
      expect([await engine.gone, engine.output]).toEqual(['SIGABRT', expect.stringContaining('heap out of memory')]);
      engine = await at.start({ env: LITTLE });
    }
    isOver = true;

    const { answers } = await delivering;
    await paying;
    console.log(`F28: ${JSON.stringify([...answers])}`);
    expect([...answers.keys()].filter((status) => status !== 0)).toEqual([200]);
    expect(await expectWhole(at)).toMatchObject({ charges: PAYMENTS, refunds: PAYMENTS / 3 });
    const [kept] = await at.database.query('select count(*)::int as products from billing_product');
    expect(kept).toEqual({ products: answers.get(200) });
    expect(await engine.metric('revenue_webhook_events_total')).toBeGreaterThan(0);
  });

  /** There is something to take in for as long as processes die. */
  function* sent(): Generator<object> {
    for (let n = 0; !isOver; n += 1) yield productEvent(`F28x${n}`);
  }
});

const LITTLE = {
  NODE_OPTIONS: `--max-old-space-size=${MEGABYTES} --import=${resolve(HOME, 'test/chaos/support/heap-filled.js')}`,
};
