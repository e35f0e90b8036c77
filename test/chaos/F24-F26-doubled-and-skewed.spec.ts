import { business, expectWhole } from './support/business.js';
import { deliverAll } from './support/deliveries.js';
import { Installation } from './support/engine.js';
import { productEvent, productEvents } from './support/product-event.js';
import { until } from '../support/until.js';

const PAYMENTS = 30;
const EVENTS = 200;
/** Beyond the five minutes that a signature's time may be off. */
const FAR_SECONDS = 600;
/** Within them, for workers: the sandbox signs by the clock of whichever process it is in. */
const NEAR_SECONDS = 280;

const ONCE = { money: 1, payouts: 1, objects: 1, books: 1 };

describe('many processes of one installation', () => {
  let at: Installation;

  beforeEach(async () => void (at = await Installation.open()));
  afterEach(() => at.close());

  it('F24 five workers: each event is folded once, each reader reads once, each layer is compared by one', async () => {
    const door = await at.start({ role: 'api' });
    const workers = await Promise.all(Array.from({ length: 5 }, () => at.work()));
    for (const worker of workers) await worker.ready();
    await business(at, PAYMENTS);
    await deliverAll(() => door, productEvents(EVENTS, 'F24'));
    expect(await expectWhole(at)).toMatchObject({ charges: PAYMENTS, refunds: PAYMENTS / 3 });

    const folded = await Promise.all(workers.map((worker) => worker.metric('revenue_webhook_events_total')));
    expect(sum(folded)).toBe(await settledRows());
    expect(folded.filter((count) => count > 0).length).toBeGreaterThan(1);
    expect(await compared()).toEqual(ONCE);
  });

  it('F26 workers whose clocks are nine minutes apart do nothing twice', async () => {
    await at.start({ role: 'api' });
    for (const skew of [NEAR_SECONDS, -NEAR_SECONDS])
      await (await at.work({ env: { REVENUE_CLOCK_SKEW_SECONDS: String(skew) } })).ready();
    await business(at, PAYMENTS);

    expect(await expectWhole(at)).toMatchObject({ charges: PAYMENTS, refunds: PAYMENTS / 3 });
    expect(await compared()).toEqual(ONCE);
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

  /** How often each layer that is due once a day was compared, by whichever of the workers. */
  async function compared(): Promise<Record<string, number>> {
    const counts = async () =>
      at.database.query<{ layer: string; n: number }>(
        `select layer, count(*)::int as n from billing_reconciliation_run where layer <> 'events' group by 1`,
      );
    await until(async () => (await counts()).length === Object.keys(ONCE).length, 60_000);
    return Object.fromEntries((await counts()).map(({ layer, n }) => [layer, n]));
  }
});

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
