import { register } from 'prom-client';
import { FrozenClock, hours, seconds } from '../../src/kernel/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business } from './business.js';

/** The provider refuses, fails, is silent or hangs up: what was asked is done once, and everything else goes on. */
describe('while the provider is not itself', () => {
  let app: TestApp;
  let business: Business;
  let customer: string;
  let ahead = 0;

  beforeAll(async () => {
    app = await startApp({ machine: new FrozenClock(new Date(), () => new Date(Date.now() + ahead)) });
    business = new Business(app);
    customer = await business.customer();
  });
  afterEach(() => app.sandbox.faults.clear());
  afterAll(() => app.close());

  const pay = (key: string) =>
    app.post(
      '/api/v1/revenue/payments',
      { customer_id: customer, amount: 10, currency: 'usd', description: key },
      { 'idempotency-key': `"${key}"` },
    );
  const takenAs = async (description: string) =>
    (await app.stripe.paymentIntents.list({ limit: 100 })).data.filter((one) => one.description === description).length;

  it.each([
    { fault: 'rate_limit', times: 2, status: 201, why: 'asks for patience twice' },
    { fault: 'lock_timeout', times: 2, status: 201, why: 'holds a lock on the customer for a while' },
    { fault: 'error_before', times: 1, status: 201, why: 'fails once before the effect' },
    { fault: 'error_after', times: 2, status: 503, why: 'fails after the effect' },
    { fault: 'timeout_after', times: 2, status: 503, why: 'is silent after the effect' },
    { fault: 'cut_after', times: 2, status: 503, why: 'hangs up after the effect' },
    { fault: 'rate_limit', times: 3, status: 503, why: 'asks for patience on and on' },
  ] as const)('$fault x $times: it $why, and the money is taken once', async ({ fault, times, status }) => {
    const key = `${fault}-${times}`;
    app.sandbox.faults.order(fault, { times, only: ['POST /v1/payment_intents'] });

    expect((await pay(key)).status).toBe(status);
    ahead += hours(1);
    await app.settle();

    expect([(await pay(key)).status, await takenAs(key)]).toEqual([201, 1]);
  });

  it('what its list will not show is noted with each that was wanted, and what else was wanted comes all the same', async () => {
    const { stripe_customer_id: theirs } = await business.get(`/revenue/customers/${customer}`);
    const { data: methods } = await app.stripe.paymentMethods.list({ customer: String(theirs) });
    const paid = { customer: String(theirs), payment_method: String(methods[0]?.id), off_session: true, confirm: true };
    for (const amount of [1000, 2000, 3000, 4000]) {
      await app.stripe.paymentIntents.create({ ...paid, amount, currency: 'usd' });
    }
    const { id: invoice } = await app.stripe.invoices.create({ customer: String(theirs), currency: 'usd' });
    for (let line = 1; line <= 12; line += 1) {
      const item = { customer: String(theirs), invoice: String(invoice), amount: 100 * line, currency: 'usd' };
      await app.stripe.invoiceItems.create(item);
    }
    await app.stripe.invoices.finalizeInvoice(String(invoice));
    app.sandbox.faults.order('unavailable', { times: 2, only: ['GET /v1/balance_transactions'] });
    await app.settle();

    expect((await business.get(`/revenue/invoices/${invoice}`))['lines']).toHaveLength(12);
    const refused = await app.database.query<{ last_error: string; attempts: number }>(
      `select last_error, attempts from webhooks_refetch where object_key like '%:balance_transaction:%' and done_at is null`,
    );
    expect(refused).toHaveLength(4);
    for (const one of refused)
      expect(one).toMatchObject({ last_error: expect.stringContaining('provider/'), attempts: 1 });

    await app.database.query('update webhooks_refetch set taken_at = null where done_at is null');
    await app.settle();
    expect(await app.database.query('select 1 from webhooks_refetch where done_at is null')).toEqual([]);
  });

  it('calls are held back after ten failures; all that needs no provider goes on; a probe closes the breaker', async () => {
    app.sandbox.faults.order('unavailable', { times: 100 });
    const waiting = await Promise.all(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map(pay));
    expect(new Set(waiting.map(({ status }) => status))).toEqual(new Set([503]));
    expect(await open()).toBe(1);

    const [health, payments, balances, mrr] = await Promise.all(
      ['/health', '/api/v1/revenue/payments', '/api/v1/ledger/balances', '/api/revenue'].map((path) => app.get(path)),
    );
    expect([payments?.status, balances?.status, mrr?.status]).toEqual([200, 200, 200]);
    expect(await health?.json()).toMatchObject({ status: 'degraded', checks: { provider: { status: 'degraded' } } });
    const before = Date.now();
    expect((await pay('held')).status).toBe(503);
    expect(Date.now() - before).toBeLessThan(1000);

    app.sandbox.faults.clear();
    ahead += seconds(11);
    expect((await pay('held')).status).toBe(201);
    expect(await open()).toBe(0);
    ahead += hours(1);
    await app.settle();
    for (const key of ['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'held']) {
      expect([(await pay(key)).status, await takenAs(key)]).toEqual([201, 1]);
    }
  });

  const open = async (): Promise<number | undefined> => {
    const gauge = await register.getSingleMetric('revenue_provider_breaker_open')?.get();
    return gauge?.values[0]?.value;
  };
});
