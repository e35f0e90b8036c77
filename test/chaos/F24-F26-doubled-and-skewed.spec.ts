import { business, expectWhole } from './support/business.js';
import { deliverAll } from './support/deliveries.js';
import { Installation } from './support/engine.js';
import { productEvent, productEvents } from './support/product-event.js';

const PAYMENTS = 30;
const EVENTS = 200;
/** Beyond the five minutes that a signature's time may be off. */
const FAR_SECONDS = 600;
/** Within them, for workers: the sandbox signs by the clock of whichever process it is in. */
const NEAR_SECONDS = 280;

describe('many processes of one installation', () => {
  let at: Installation;

  beforeEach(async () => void (at = await Installation.open()));
  afterEach(() => at.close());

  it('F24 five workers: each event is folded once, each reader reads once, each day is done by one', async () => {
    const door = await at.start({ role: 'api' });
    const workers = await Promise.all(Array.from({ length: 5 }, () => at.work()));
    for (const worker of workers) await worker.ready();
    await business(at, PAYMENTS);
    await deliverAll(() => door, productEvents(EVENTS, 'F24'));
    expect(await expectWhole(at)).toMatchObject({ charges: PAYMENTS, refunds: PAYMENTS / 3 });

    const folded = await Promise.all(workers.map((worker) => worker.metric('revenue_webhook_events_total')));
    expect(sum(folded)).toBe(await settledRows());
    expect(folded.filter((count) => count > 0).length).toBeGreaterThan(1);
    expect(await begunTwice()).toBe(0);
  });

  it('F26 workers whose clocks are nine minutes apart do nothing twice', async () => {
    await at.start({ role: 'api' });
    for (const skew of [NEAR_SECONDS, -NEAR_SECONDS])
      await (await at.work({ env: { REVENUE_CLOCK_SKEW_SECONDS: String(skew) } })).ready();
    await business(at, PAYMENTS);

    expect(await expectWhole(at)).toMatchObject({ charges: PAYMENTS, refunds: PAYMENTS / 3 });
    expect(await begunTwice()).toBe(0);
  });

  it('F26 a door whose clock is ten minutes late refuses what is signed now, counts it, and serves people as before', async () => {
    const late = await at.start({ role: 'api', env: { REVENUE_CLOCK_SKEW_SECONDS: String(-FAR_SECONDS) } });
    expect(await late.deliver(productEvent('F26'))).toMatchObject({ status: 400 });
    expect(await late.metric('revenue_webhook_signature_failures_total')).toBe(1);
    const ada = { email: 'ada@example.com', name: 'Ada' };
    expect(await late.send('POST', '/api/v1/revenue/customers', ada)).toMatchObject({ status: 201 });
  });

  async function settledRows(): Promise<number> {
    const [row] = await at.database.query<{ n: string }>('select count(*)::text as n from webhooks_inbox');
    return Number(row?.n);
  }

  /** Days of daily jobs that were begun more than once. */
  async function begunTwice(): Promise<number> {
    const [row] = await at.database.query<{ n: string }>(
      'select count(*)::text as n from platform_slot where attempts > 1',
    );
    return Number(row?.n);
  }
});

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
