import { randomUUID } from 'node:crypto';
import { hours } from '../../src/kernel/clock.js';
import { FrozenClock } from '../../src/kernel/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

/** What the engine cannot find out a person can: until then everything behind it waits. */
describe('a call nobody can find out about', () => {
  let app: TestApp;
  let business: Business;
  let payment: Json;
  let ahead = 0;

  beforeAll(async () => {
    const start = Date.now();
    app = await startApp({ machine: new FrozenClock(new Date(), () => new Date(start + ahead)) });
    business = new Business(app);
  });
  beforeEach(async () => {
    const customer_id = await business.customer();
    payment = await business.post('/payments', { customer_id, amount: 97, currency: 'usd' });
  });
  afterAll(() => app.close());

  /** Cut off before it reached the provider, and looked for while it may still be under way. */
  async function unknown(send: () => Promise<Response>): Promise<Json> {
    app.sandbox.faults.order('error_before', { times: 2, only: ['POST /v1/*'] });
    app.sandbox.faults.order('drop', 100);
    expect((await send()).status).toBe(503);
    app.sandbox.faults.order('drop', 0);
    await app.advance({ by: 'PT24H' });
    ahead += hours(24);
    await app.settle();
    const { data } = (await business.get('/revenue/intents?state=unknown')) as unknown as { data: Json[] };
    expect(data).toHaveLength(1);
    return data[0] as Json;
  }

  const refund = () => app.post(`/api/v1/revenue/payments/${payment.id}/refunds`, { amount: 20 });
  const decide = (id: string, body: object) => app.send('PUT', `/api/v1/revenue/intents/${id}/decision`, body);

  it('is what a person says it is: found by hand, it is adopted and booked once', async () => {
    const call = await unknown(refund);
    const made = await app.stripe.refunds.create({ payment_intent: String(payment['provider_id']), amount: 2000 });

    const decided = await decide(call.id, { outcome: 'happened', result: made.id, reason: 'Seen in the dashboard.' });
    await app.settle();

    expect(decided.status).toBe(200);
    expect(await decided.json()).toMatchObject({
      state: 'succeeded',
      result: made.id,
      decided_by: expect.stringMatching(/^key:/),
      decided_why: 'Seen in the dashboard.',
    });
    expect((await app.stripe.refunds.list({ payment_intent: String(payment['provider_id']) })).data).toHaveLength(1);
    expect(await business.get(`/revenue/payments/${payment.id}`)).toMatchObject({ amount_refunded: 20 });
    const told = await app.database.query<{ data: object }>(
      `select data from platform_event where type = 'billing.call.decided'`,
    );
    expect(told).toEqual([{ data: expect.objectContaining({ intentId: call.id, result: made.id }) as object }]);
  });

  it('came to nothing, if a person says so: it is refused, and what was set aside is free again', async () => {
    const call = await unknown(refund);
    expect((await decide(call.id, { outcome: 'came_to_nothing', reason: 'Not in their log.' })).status).toBe(200);

    const all = await app.post(`/api/v1/revenue/payments/${payment.id}/refunds`, { amount: 97 });
    expect(all.status).toBe(201);
    expect(await business.get(`/revenue/intents/${call.id}`)).toMatchObject({
      state: 'failed',
      error: 'billing/call-came-to-nothing',
    });
  });

  it('holds up what comes after it on the same noun until somebody has decided', async () => {
    const subscription = await business.subscription(await business.customer(), await business.price(29));
    const path = `/api/v1/revenue/subscriptions/${subscription.id}/cancellation`;
    const call = await unknown(() => app.send('PUT', path, { at: 'period_end' }));
    expect((await app.send('DELETE', path)).status).toBe(503);

    await decide(call.id, { outcome: 'came_to_nothing', reason: 'Still active in the dashboard.' });
    expect((await app.send('DELETE', path)).status).toBe(200);
    await app.settle();
    expect(await business.get('/revenue/intents?state=unknown')).toMatchObject({ data: [] });
  });

  it('is not made to be something else of the provider’s, and it is said in what that differs', async () => {
    const call = await unknown(refund);
    const other = await business.post('/payments', {
      ...{ customer_id: await business.customer(), amount: 97, currency: 'usd' },
    });
    const made = await app.stripe.refunds.create({ payment_intent: String(other['provider_id']), amount: 900 });

    const wrong = await decide(call.id, { outcome: 'happened', result: made.id, reason: 'The wrong one.' });
    expect([wrong.status, await wrong.json()]).toEqual([
      422,
      expect.objectContaining({
        code: 'billing/result-differs',
        detail: 'This is not what the call asked for: it differs in payment_intent, amount.',
        differs: [
          { field: 'payment_intent', asked: payment['provider_id'], found: other['provider_id'] },
          { field: 'amount', asked: 2000, found: 900 },
        ],
      }),
    ]);
    expect(await business.get(`/revenue/intents/${call.id}`)).toMatchObject({ state: 'unknown' });
    await decide(call.id, { outcome: 'came_to_nothing', reason: 'Not there.' });
  });

  it('is not made to be what is as if it had never been asked for', async () => {
    const draft = await business.post('/invoices', {
      ...{ customer_id: await business.customer(), currency: 'usd' },
      lines: [{ description: 'Workshop', amount: 800 }],
    });
    const invoice = `/api/v1/revenue/invoices/${draft.id}`;
    await app.post(`${invoice}/finalization`);
    const call = await unknown(() => app.post(`${invoice}/payment-attempts`));
    const theirs = String((await business.get(`/revenue/invoices/${draft.id}`))['provider_id']);

    const wrong = await decide(call.id, { outcome: 'happened', result: theirs, reason: 'It must have.' });
    expect([wrong.status, await wrong.json()]).toEqual([
      422,
      expect.objectContaining({
        code: 'billing/result-differs',
        differs: [{ field: 'status', asked: ['paid'], found: 'open' }],
      }),
    ]);

    await app.stripe.invoices.pay(theirs);
    const decided = await decide(call.id, { outcome: 'happened', result: theirs, reason: 'Paid by hand.' });
    expect(await decided.json()).toMatchObject({ state: 'succeeded', result: theirs });
    expect(await business.get(`/revenue/invoices/${draft.id}`)).toMatchObject({ status: 'paid' });
  });

  it('is refused by the bank, where what is named is a payment that was declined', async () => {
    const customer_id = await business.customer('');
    await business.post(`/customers/${customer_id}/payment-methods`, {
      payment_method_id: 'pm_card_chargeCustomerFail',
    });
    const asked = { id: randomUUID(), customer_id, amount: 41, currency: 'usd' };
    const call = await unknown(() => app.post('/api/v1/revenue/payments', asked));
    const { stripe_customer_id: customer } = await business.get(`/revenue/customers/${customer_id}`);
    const { data: cards } = await app.stripe.paymentMethods.list({ customer: String(customer) });
    const byHand = {
      customer: String(customer),
      payment_method: String(cards[0]?.id),
      off_session: true,
      confirm: true,
    };
    await expect(app.stripe.paymentIntents.create({ amount: 4100, currency: 'usd', ...byHand })).rejects.toThrow();
    const { data: made } = await app.stripe.paymentIntents.list({ customer: String(customer) });

    const decided = await decide(call.id, { outcome: 'happened', result: made[0]?.id, reason: 'Tried by hand.' });

    expect([decided.status, await decided.json()]).toEqual([
      200,
      expect.objectContaining({ state: 'failed', result: made[0]?.id, error: 'provider/card-declined' }),
    ]);
    expect((await app.post('/api/v1/revenue/payments', asked)).status).toBe(402);
  });

  it('is not made to be what the provider does not have, nor decided twice', async () => {
    const call = await unknown(refund);
    const wrong = await decide(call.id, { outcome: 'happened', result: 're_nothing', reason: 'A guess.' });
    expect([wrong.status, ((await wrong.json()) as { code: string }).code]).toEqual([422, 'billing/no-such-result']);
    expect((await decide(call.id, { outcome: 'happened', reason: 'No id.' })).status).toBe(422);
    const path = `/api/v1/revenue/intents/${call.id}/decision`;
    const writer = { authorization: `Bearer ${await app.key('billing:write')}` };
    expect((await app.send('PUT', path, { outcome: 'came_to_nothing', reason: 'I say so.' }, writer)).status).toBe(403);
    expect(await business.get(`/revenue/intents/${call.id}`)).toMatchObject({ state: 'unknown', decided_by: null });

    await decide(call.id, { outcome: 'came_to_nothing', reason: 'Not there.' });
    const again = await decide(call.id, { outcome: 'came_to_nothing', reason: 'Not there.' });
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, 'billing/call-not-unknown']);
  });
});
