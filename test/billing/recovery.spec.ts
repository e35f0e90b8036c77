import { randomUUID } from 'node:crypto';
import { FrozenClock, minutes } from '../../src/kernel/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

/**
 * A money route is three transactions and a call between them. Whatever is cut off, and wherever, the same request
 * made again comes to the same one payment.
 */
describe('a payment that was cut off', () => {
  let app: TestApp;
  let business: Business;
  let ahead: number;

  beforeEach(async () => {
    ahead = 0;
    // Held still: a retry is due within a second, and a slow machine must not make it so.
    const start = Date.now();
    app = await startApp({ machine: new FrozenClock(new Date(), () => new Date(start + ahead)) });
    business = new Business(app);
  });
  afterEach(() => app.close());

  const key = { 'idempotency-key': '"cut-off"' };

  /** With its method named, the first call to the provider is the one that takes the money. */
  async function aPayment(): Promise<(amount?: number, id?: string) => Promise<Response>> {
    const customer_id = await business.customer();
    const { stripe_customer_id } = await business.get(`/revenue/customers/${customer_id}`);
    const { data } = await app.stripe.customers.listPaymentMethods(String(stripe_customer_id));
    const body = { customer_id, currency: 'usd', payment_method_id: data[0]?.id };
    return (amount = 97, id) =>
      app.post('/api/v1/revenue/payments', { ...body, amount, ...(id && { id }) }, id ? {} : key);
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
    expect(await stateOfCall()).toBe('sent');

    ahead += minutes(5);
    await app.settle();

    expect(await stateOfCall()).toBe('succeeded');
    await isBookedOnce();
  });

  it('is no older for a business clock that has run two days ahead', async () => {
    const pay = await aPayment();
    app.sandbox.faults.order('error_before', 2);
    await pay();

    await app.advance({ by: 'P2D' });
    expect(await stateOfCall()).toBe('sent');

    expect((await pay()).status).toBe(201);
    await isBookedOnce();
  });

  it('and is asked for again in other words under its id is refused, whatever has become of it', async () => {
    const [id, pay] = [randomUUID(), await aPayment()];
    app.sandbox.faults.order('cut_after', 2);
    expect((await pay(97, id)).status).toBe(503);

    const other = await pay(98, id);

    expect([other.status, await other.json()]).toMatchObject([409, { code: 'billing/call-differs' }]);
    expect((await pay(97, id)).status).toBe(201);
    await isBookedOnce();
  });

  const stateOfCall = async () =>
    (
      await app.database.query<{ state: string }>(`select state from billing_intent where operation = 'payment.create'`)
    )[0]?.state;
});
