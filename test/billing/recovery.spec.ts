import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

/**
 * A money route is three transactions and a call between them. Whatever is cut off, and wherever, the same request
 * made again comes to the same one payment.
 */
describe('a payment that was cut off', () => {
  let app: TestApp;
  let business: Business;

  beforeEach(async () => {
    app = await startApp();
    business = new Business(app);
  });
  afterEach(() => app.close());

  const key = { 'idempotency-key': '"cut-off"' };

  /** With its method named, the first call to the provider is the one that takes the money. */
  async function aPayment(): Promise<() => Promise<Response>> {
    const customer_id = await business.customer();
    const { stripe_customer_id } = await business.get(`/revenue/customers/${customer_id}`);
    const { data } = await app.stripe.customers.listPaymentMethods(String(stripe_customer_id));
    const body = { customer_id, amount: 97, currency: 'usd', payment_method_id: data[0]?.id };
    return () => app.post('/api/v1/revenue/payments', body, key);
  }

  async function isBookedOnce(): Promise<void> {
    await app.settle();
    const intents = await app.stripe.paymentIntents.list({ limit: 100 });
    expect(intents.data).toHaveLength(1);
    expect(await business.balance('stripe_balance')).toBe(93.89);
    expect(await business.balance('unapplied')).toBe(0);
    const [rows] = await app.database.query<{ count: string }>('select count(*) from billing_payment');
    expect(rows?.count).toBe('1');
  }

  it('before the provider heard of it is made when it is asked again', async () => {
    const pay = await aPayment();
    app.sandbox.faults.order('error_before', 2);

    const cut = await pay();
    expect([cut.status, (await app.stripe.paymentIntents.list()).data.length]).toEqual([503, 0]);

    expect(await (await pay()).json()).toMatchObject({ status: 'succeeded' });
    await isBookedOnce();
  });

  it('after the provider took it is found, not made again', async () => {
    const pay = await aPayment();
    app.sandbox.faults.order('cut_after', 2);

    const cut = await pay();
    expect([cut.status, (await app.stripe.paymentIntents.list()).data.length]).toEqual([503, 1]);

    expect(await (await pay()).json()).toMatchObject({ status: 'succeeded' });
    await isBookedOnce();
  });

  it('after it was folded and before it was answered gives the same answer', async () => {
    const pay = await aPayment();
    const first = (await (await pay()).json()) as Json;
    // What a process leaves that dies here: the work done, the answer not kept.
    await app.database.query(
      `update platform_idempotency set state = 'open', status = null, headers = null, body = null, locked_until = now() - interval '1 minute'`,
    );

    const again = await pay();

    expect(again.status).toBe(201);
    expect(await again.json()).toMatchObject({ payment_id: first.id, status: 'succeeded' });
    await isBookedOnce();
  });

  it('and never asked for again is finished by the engine itself', async () => {
    const pay = await aPayment();
    app.sandbox.faults.order('error_before', 2);
    await pay();
    const state = async () =>
      (
        await app.database.query<{ state: string }>(
          `select state from billing_intent where operation = 'payment.create'`,
        )
      )[0]?.state;
    expect(await state()).toBe('sent');

    await app.advance({ by: 'PT5M' });

    expect(await state()).toBe('succeeded');
    await isBookedOnce();
  });
});
