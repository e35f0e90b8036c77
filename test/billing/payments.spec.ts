import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

describe('a payment', () => {
  let app: TestApp;
  let business: Business;

  beforeAll(async () => {
    app = await startApp();
    business = new Business(app);
  });
  afterAll(() => app.close());

  const pay = (customer_id: string, more: object = {}, headers?: Record<string, string>) =>
    app.post('/api/v1/revenue/payments', { customer_id, amount: 97, currency: 'usd', ...more }, headers);

  it('is taken from the usual card and booked, fee and all', async () => {
    const customer_id = await business.customer();

    const response = await pay(customer_id, { currency: 'USD', description: 'Professional Plan Subscription' });

    expect(response.status).toBe(201);
    const payment = (await response.json()) as Json;
    expect(payment).toMatchObject({ status: 'succeeded', amount: 97, currency: 'usd', fee: 3.11, net: 93.89 });
    expect(payment['payment_id']).toBe(payment.id);
    expect(await business.balance('stripe_balance')).toBe(93.89);
  });

  it('is not booked again by the events that tell of it', async () => {
    const before = await business.balance('stripe_balance');
    await pay(await business.customer());
    await app.settle();
    await app.settle();

    expect(await business.balance('stripe_balance')).toBeCloseTo(before + 93.89, 2);
    expect(await business.balance('clearing:payments')).toBe(0);
    expect(await business.balance('unapplied')).toBe(0);
  });

  it.each([
    { what: 'held', more: { capture: 'manual' }, status: 'requires_capture' },
    { what: 'declined', more: { payment_method_id: 'pm_card_chargeDeclined' }, status: 'failed' },
  ])('that is $what stays so when the events of its second come in, in whatever order', async ({ more, status }) => {
    const customer_id = await business.customer();
    for (let times = 0; times < 8; times += 1) await pay(customer_id, { amount: 3, ...more });
    await app.settle();

    const { data } = (await business.get(`/revenue/payments?customer_id=${customer_id}`)) as unknown as {
      data: Json[];
    };
    expect(data.map((one) => one['status'])).toEqual(Array.from({ length: 8 }, () => status));
  });

  it('repeated with its key is the same payment, booked once', async () => {
    const customer_id = await business.customer();
    const headers = { 'idempotency-key': '"order-1042"' };

    const first = (await (await pay(customer_id, {}, headers)).json()) as Json;
    const before = await business.balance('stripe_balance');
    const again = await pay(customer_id, {}, headers);

    expect(again.status).toBe(201);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toMatchObject({ payment_id: first.id });
    expect((await pay(customer_id, { amount: 98 }, headers)).status).toBe(422);
    expect(await business.balance('stripe_balance')).toBe(before);
  });

  it.each([
    { amount: 97.005, currency: 'usd', code: 'money/too-many-digits' },
    { amount: 10.5, currency: 'jpy', code: 'money/too-many-digits' },
    { amount: 0, currency: 'usd', code: 'money/not-positive' },
    { amount: '1e3', currency: 'usd', code: 'money/not-an-amount' },
  ])('of $amount $currency is refused with $code', async ({ amount, currency, code }) => {
    const response = await pay(await business.customer(''), { amount, currency });

    expect(response.status).toBe(422);
    expect(JSON.stringify(await response.json())).toContain(code);
  });

  it.each([
    { amount: 0.1, currency: 'usd' },
    { amount: 1.234, currency: 'kwd' },
  ])('of $amount $currency is not chargeable, and nothing is called', async ({ amount, currency }) => {
    const response = await pay(await business.customer(''), { amount, currency });

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      code: 'billing/amount-not-chargeable',
      errors: [{ pointer: '/amount', detail: expect.stringContaining('three decimals') }],
    });
  });

  it.each([
    { amount: 1000, currency: 'jpy' },
    { amount: 1.23, currency: 'kwd' },
  ])('of $amount $currency comes back unchanged', async ({ amount, currency }) => {
    const response = await pay(await business.customer(), { amount, currency });

    expect(await response.json()).toMatchObject({ status: 'succeeded', amount, currency });
  });

  it('asked for under an id that names another one is refused', async () => {
    const customer_id = await business.customer();
    const { id } = (await (await pay(customer_id)).json()) as Json;

    const other = await pay(customer_id, { id, amount: 98 });

    expect(other.status).toBe(409);
    expect(await other.json()).toMatchObject({ code: 'billing/id-taken' });
  });

  it('in another currency settles in ours, and the conversion clears', async () => {
    await pay(await business.customer(), { amount: 100, currency: 'eur' });
    await app.settle();

    expect(await business.balance('clearing:payments')).toBe(0);
    const open = await app.database.query(
      `select currency, sum(minor)::text as minor from ledger_entry where account in ('clearing:payments', 'unapplied')
       group by 1 having sum(minor) <> 0`,
    );
    expect(open).toEqual([]);
  });

  it('that is declined says why, keeps its id and books nothing', async () => {
    const before = await business.balance('stripe_balance');

    const response = await pay(await business.customer(), {
      payment_method_id: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    });

    expect(response.status).toBe(402);
    const problem = (await response.json()) as Json;
    expect(problem).toMatchObject({ code: 'billing/card-declined', decline_code: 'insufficient_funds' });
    expect(await business.get(`/revenue/payments/${String(problem['payment_id'])}`)).toMatchObject({
      status: 'failed',
    });
    expect(await business.balance('stripe_balance')).toBe(before);
  });

  it('of a method that nobody has on file is refused by the member that names it, and again under its id', async () => {
    const customer_id = await business.customer();
    const nowhere = { payment_method_id: 'pm_nope' };
    const problem = { code: 'provider/payment-method-not-found', errors: [{ pointer: '/payment_method_id' }] };
    const answer = async (asked: Promise<Response>) => {
      const response = await asked;
      return [response.status, await response.json()];
    };

    const attached = app.post(`/api/v1/revenue/customers/${customer_id}/payment-methods`, nowhere);
    expect(await answer(attached)).toMatchObject([404, problem]);
    const id = randomUUID();
    for (const key of ['the-first', 'the-second']) {
      const paid = pay(customer_id, { id, ...nowhere }, { 'idempotency-key': key });
      expect(await answer(paid)).toMatchObject([404, problem]);
    }
    const price_id = await business.price(29);
    const subscribed = app.post('/api/v1/revenue/subscriptions', { customer_id, price_id, ...nowhere });
    expect(await answer(subscribed)).toMatchObject([404, problem]);
  });

  it('is listed by its currency, read in either case, and by no currency there is none of', async () => {
    const customer_id = await business.customer();
    await pay(customer_id, { amount: 100, currency: 'eur' });
    const list = (currency: string) =>
      app.get(`/api/v1/revenue/payments?customer_id=${customer_id}&currency=${currency}`);

    expect(await (await list('EUR')).json()).toMatchObject({ data: [{ currency: 'eur' }] });
    expect(await (await list('usd')).json()).toMatchObject({ data: [] });
    const unknown = await list('zzz');
    expect([unknown.status, await unknown.json()]).toMatchObject([422, { code: 'request/invalid' }]);
  });

  it('without any method on file waits for one', async () => {
    const response = await pay(await business.customer(''));

    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ status: 'requires_payment_method', amount_captured: 0 });
  });

  it('is found under the id of the provider too, and listed by a cursor', async () => {
    const { id, provider_id } = (await (await pay(await business.customer())).json()) as Json;

    expect((await business.get(`/revenue/payments/${String(provider_id)}`)).id).toBe(id);
    const page = (await business.get('/revenue/payments?limit=2&status=succeeded')) as unknown as {
      data: { id: string }[];
      next_cursor: string;
    };
    expect(page.data).toHaveLength(2);
    const next = (await business.get(
      `/revenue/payments?limit=2&status=succeeded&cursor=${page.next_cursor}`,
    )) as unknown as { data: { id: string }[] };
    const seen = new Set([...page.data, ...next.data].map((one) => one.id));
    expect(seen.size).toBe(page.data.length + next.data.length);
    expect((await app.get(`/api/v1/revenue/payments?limit=2&cursor=${page.next_cursor}x`)).status).toBe(422);
  });
});
