import { register } from 'prom-client';
import { ProofRuns } from '../../src/modules/ledger/index.js';
import { Business } from '../billing/business.js';
import { startApp, type TestApp } from '../support/app.js';

/** Alerts rest on these figures: each has to say so when something stands still or breaks. */
describe('whoever watches the program', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
    const business = new Business(app);
    const customer_id = await business.customer();
    const { id } = await business.post('/payments', { customer_id, amount: 50, currency: 'usd' });
    await business.post(`/payments/${id}/refunds`, { amount: 20 });
    await app.settle();
    await app.database.query(`update platform_event set recorded_at = recorded_at - interval '10 minutes'`);
  });
  afterAll(() => app.close());

  /** The value of a series as it is scraped, `NaN` where there is none. */
  async function read(series: string): Promise<number> {
    const text = await register.getSingleMetricAsString(series.replace(/\{.*/, '').replace(/_count$/, ''));
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return Number(line?.slice(series.length + 1));
  }

  const meanwhile = <T>(statement: string, look: () => Promise<T>): Promise<T> =>
    app.database.rehearsal(async () => {
      await app.database.query(statement);
      return look();
    });

  it('sees a consumer that has stopped reading, and how long ago', async () => {
    const lag = () => read('revenue_event_consumer_lag_seconds{consumer="outbound"}');
    expect(await lag()).toBe(0);

    const stopped = await meanwhile(`update platform_consumer set tx = '0', seq = 0 where name = 'outbound'`, lag);
    expect(stopped).toBeGreaterThanOrEqual(600);
    expect(stopped).toBeLessThan(1200);
  });

  it('sees what a consumer has set aside', async () => {
    const parked = () => read('revenue_event_parked{consumer="outbound"}');
    expect(await parked()).toBe(0);

    expect(await meanwhile(PARKED, parked)).toBe(1);
  });

  it('sees that an open transaction holds everybody back', async () => {
    const held = () => read('revenue_event_horizon_lag_seconds');
    expect(await held()).toBe(0);

    const open = `update platform_event set tx = pg_current_xact_id() where seq = (select max(seq) from platform_event)`;
    expect(await meanwhile(open, held)).toBeGreaterThanOrEqual(600);
  });

  it('sees a promise that is broken as soon as it was looked at, and which', async () => {
    const violated = () => read('revenue_invariant_violations{invariant="I05"}');
    await app.nest.get(ProofRuns, { strict: false }).run();
    expect(await violated()).toBe(0);

    await app.database.query('update billing_refund set minor = 5001');
    await app.nest.get(ProofRuns, { strict: false }).run();
    await app.database.query('update billing_refund set minor = 2000');
    expect([await violated(), await read('revenue_ledger_proof_ok{proof="I05"}')]).toEqual([1, 0]);
  });

  it('sees what is delivered, and how long which folds take', async () => {
    expect(await read('revenue_webhook_deliveries_total{provider="stripe"}')).toBeGreaterThan(3);
    const { values } = (await register.getSingleMetric('webhook_processing_time')?.get()) ?? { values: [] };
    const folds = values.filter(({ labels }) => labels['provider'] === 'stripe' && labels['outcome'] === 'done');

    expect([...new Set(folds.map(({ labels }) => labels['type']))]).toEqual(
      expect.arrayContaining(['customer', 'payment_intent']),
    );
  });
});

const PARKED = `
  insert into platform_parked_event (consumer, event_id, subject, attempts, next_at, last_error)
  select 'outbound', id, subject, 3, now(), 'TypeError' from platform_event order by seq limit 1`;
