import { startApp, type TestApp } from '../support/app.js';
import { Business } from './business.js';

describe('a subscription', () => {
  let app: TestApp;
  let business: Business;

  beforeEach(async () => {
    app = await startApp({ now: '2026-03-01T00:00:00Z' });
    business = new Business(app);
  });
  afterEach(() => app.close());

  const mrr = async (): Promise<number> => {
    await app.settle();
    return (await business.get('/dashboard/overview'))['monthly_recurring_revenue'] as number;
  };
  const movements = async () =>
    (
      (await business.get('/analytics/movements?limit=50')) as unknown as {
        data: { kind: string; reason: string; effective_at: string; amount?: number }[];
      }
    ).data;

  it('on trial is worth nothing until the trial ends paid', async () => {
    const { id } = await business.subscription(await business.customer(), await business.price(99), { trial_days: 14 });
    expect(await mrr()).toBe(0);
    expect(await business.balance('stripe_balance')).toBe(0);

    await app.advance({ to: new Date('2026-03-15T02:00:00Z') });

    expect(await business.get(`/revenue/subscriptions/${id}`)).toMatchObject({ status: 'active' });
    expect(await mrr()).toBe(99);
    expect((await movements()).map(({ kind, effective_at }) => [kind, effective_at.slice(0, 10)])).toEqual([
      ['new', '2026-03-15'],
    ]);
    expect(await business.balance('receivable')).toBe(0);
  });

  it('changed in the middle of a month is prorated by the second, and the invoice after is whole', async () => {
    const { id } = await business.subscription(await business.customer(), await business.price(29));
    expect(await mrr()).toBe(29);
    const professional = await business.price(99);
    await app.advance({ to: new Date('2026-03-16T00:00:00Z') });

    await business.put(`/subscriptions/${id}/plan`, { price_id: professional });

    expect(await mrr()).toBe(99);
    const invoices = ((await business.get('/revenue/invoices')) as unknown as { data: { id: string; total: number }[] })
      .data;
    expect(invoices.map(({ total }) => total).toSorted((a, b) => a - b)).toEqual([29, 36.13]);
    const prorated = await business.get(`/revenue/invoices/${invoices.find(({ total }) => total === 36.13)?.id}`);
    expect((prorated['lines'] as { amount: number }[]).map(({ amount }) => amount)).toEqual([-14.97, 51.1]);

    await app.advance({ to: new Date('2026-04-01T02:00:00Z') });
    const { data } = (await business.get('/revenue/invoices')) as unknown as { data: { total: number }[] };
    expect(data[0]?.total).toBe(99);
    expect(await business.balance('receivable')).toBe(0);
    expect(await business.balance('unapplied')).toBe(0);
  });

  it('keeps its currency: a price of another one is refused before anybody is asked, and changes nothing', async () => {
    const { id } = await business.subscription(await business.customer(), await business.price(29));
    const euros = await business.price(29, 'month', 'eur');

    const refused = await app.send('PUT', `/api/v1/revenue/subscriptions/${id}/plan`, { price_id: euros });
    expect([refused.status, await refused.json()]).toMatchObject([
      422,
      {
        code: 'billing/price-currency-differs',
        ...{ asked: 'eur', currency: 'usd' },
        errors: [{ pointer: '/price_id' }],
      },
    ]);
    const { data } = (await business.get(`/revenue/intents?subject=subscription:${id}`)) as unknown as {
      data: { operation: string }[];
    };
    expect(data.map(({ operation }) => operation)).toEqual(['subscription.create']);
  });

  it('cancelled at the end of its period counts until then; taken back, it goes on', async () => {
    const { id } = await business.subscription(await business.customer(), await business.price(99));
    await app.advance({ to: new Date('2026-03-10T00:00:00Z') });
    const cancelled = await business.put(`/subscriptions/${id}/cancellation`, {
      at: 'period_end',
      reason: 'too expensive',
    });
    expect(cancelled['cancel_at']).toBe('2026-04-01T00:00:00.000Z');
    expect(await mrr()).toBe(99);

    expect((await app.send('DELETE', `/api/v1/revenue/subscriptions/${id}/cancellation`)).status).toBe(200);
    await business.put(`/subscriptions/${id}/cancellation`, { at: 'period_end' });
    await app.advance({ to: new Date('2026-04-02T00:00:00Z') });

    expect(await business.get(`/revenue/subscriptions/${id}`)).toMatchObject({ status: 'canceled', arr: 0 });
    expect(await mrr()).toBe(0);
    const churn = (await movements()).filter(({ kind }) => kind === 'churn');
    expect(churn.map(({ reason, effective_at }) => [reason, effective_at.slice(0, 10)])).toEqual([
      ['cancel_voluntary', '2026-04-01'],
    ]);
    const again = await app.send('PUT', `/api/v1/revenue/subscriptions/${id}/cancellation`, { at: 'now' });
    expect(again.status).toBe(409);
  });

  it('whose renewal fails stays counted while the card may recover', async () => {
    const customer = await business.customer();
    const { id } = await business.subscription(customer, await business.price(29));
    await business.post(`/customers/${customer}/payment-methods`, { payment_method_id: 'pm_card_chargeCustomerFail' });

    await app.advance({ to: new Date('2026-04-01T03:00:00Z') });
    expect(await business.get(`/revenue/subscriptions/${id}`)).toMatchObject({ status: 'past_due' });
    expect(await mrr()).toBe(29);

    await business.post(`/customers/${customer}/payment-methods`, { payment_method_id: 'pm_card_visa' });
    await app.advance({ to: new Date('2026-04-05T00:00:00Z') });
    expect(await business.get(`/revenue/subscriptions/${id}`)).toMatchObject({ status: 'active' });
    expect(await business.balance('receivable')).toBe(0);
    expect((await movements()).map(({ kind }) => kind)).toEqual(['new']);
  });

  it('started twice to one product is refused unless it is meant', async () => {
    const [customer, price] = [await business.customer(), await business.price(29)];
    await business.subscription(customer, price);

    const twice = await app.post('/api/v1/revenue/subscriptions', { customer_id: customer, price_id: price });
    expect(twice.status).toBe(409);
    expect(await twice.json()).toMatchObject({ code: 'billing/already-subscribed' });
    await business.subscription(customer, price, { allow_parallel: true });
    expect(await mrr()).toBe(58);
  });

  it('refunded after ten days takes back earned and unearned revenue apart', async () => {
    await business.subscription(await business.customer(), await business.price(31));
    await app.advance({ to: new Date('2026-03-11T00:00:00Z') });
    const { data } = (await business.get('/revenue/payments')) as unknown as { data: { id: string; kind: string }[] };
    expect(data[0]?.kind).toBe('invoice');

    await business.post(`/payments/${data[0]?.id}/refunds`, {});
    await app.settle();

    expect(await business.balance('refunds')).toBe(10);
    expect(await business.balance('deferred_revenue')).toBe(-10);
    expect(await business.balance('unapplied')).toBe(0);
  });
});
