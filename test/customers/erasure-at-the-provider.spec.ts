import { randomUUID } from 'node:crypto';
import { FrozenClock, hours } from '../../src/kernel/clock.js';
import { Business } from '../billing/business.js';
import { startApp, type TestApp } from '../support/app.js';

describe('what the provider says when it is to forget a person', () => {
  let app: TestApp;
  let business: Business;
  let approver: Record<string, string>;
  let ahead = 0;

  beforeAll(async () => {
    const start = Date.now();
    app = await startApp({ machine: new FrozenClock(new Date(), () => new Date(start + ahead)) });
    approver = { authorization: `Bearer ${await app.key('customers:erase', 'customers:read')}` };
    business = new Business(app);
  });
  afterAll(() => app.close());

  async function approved(customer: string): Promise<string> {
    const asked = await app.post(`/api/v1/revenue/customers/${customer}/erasure`, { reason: 'asked for by mail' });
    const { id } = (await asked.json()) as { id: string };
    await app.post(`/api/v1/revenue/data-requests/${id}/approval`, {}, approver);
    return id;
  }
  const request = (id: string) => business.get(`/revenue/data-requests/${id}`);
  it('has forgotten them already, though nobody told us', async () => {
    const customer = await business.customer();
    await app.settle();
    app.sandbox.faults.order('drop', 100);
    const { stripe_customer_id: theirs } = await business.get(`/revenue/customers/${customer}`);
    await app.stripe.customers.del(String(theirs));
    await app.settle();
    app.sandbox.faults.order('drop', 0);

    const id = await approved(customer);
    await app.settle();
    expect(await request(id)).toMatchObject({ state: 'done' });
  });

  it('may be away: it is asked again in an hour, and who comes after is forgotten all the same', async () => {
    const [first, second] = [await business.customer(), await business.customer()];
    await app.settle();
    app.sandbox.faults.order('error_before', { times: 2, only: ['DELETE /v1/customers/*'] });
    const [one, other] = [await approved(first), await approved(second)];
    await app.settle();
    expect([await request(one), await request(other)]).toMatchObject([
      { state: 'running', waits_for: 'provider' },
      { state: 'done' },
    ]);

    ahead += hours(2);
    await app.settle();
    expect(await request(one)).toMatchObject({ state: 'done', waits_for: null });
  });

  it('may refuse for a while: what it said then is not what it says for ever', async () => {
    const customer = await business.customer();
    await app.settle();
    app.sandbox.faults.order('error_before', { times: 2, only: ['DELETE /v1/customers/*'] });
    const id = await approved(customer);
    await app.settle();
    const facts = { kind: 'conflict', reason: 'permission' };
    await app.database.query(
      `update billing_intent set state = 'failed', next_at = null, error = $2 where operation = 'customer.delete' and subject = $1`,
      [`customer:${customer}`, JSON.stringify({ code: 'provider/refused', message: 'Not with this key.', facts })],
    );

    ahead += hours(2);
    await app.settle();
    expect(await request(id)).toMatchObject({ state: 'done' });
  });

  it('is not said to those who have begun something since: they are let go when that is over', async () => {
    const customer = await business.customer();
    const price = await business.price(29);
    const { provider_id: theirPrice } = await business.get(`/revenue/prices/${price}`);
    await app.settle();
    const { stripe_customer_id: theirs } = await business.get(`/revenue/customers/${customer}`);
    app.sandbox.faults.order('error_before', { times: 2, only: ['DELETE /v1/customers/*'] });
    const id = await approved(customer);
    await app.settle();
    expect(await request(id)).toMatchObject({ state: 'running', waits_for: 'provider' });

    const begun = await app.stripe.subscriptions.create({
      ...{ customer: String(theirs), items: [{ price: String(theirPrice) }] },
    });
    await app.settle();
    ahead += hours(2);
    await app.settle();
    expect(await app.stripe.customers.retrieve(String(theirs))).not.toHaveProperty('deleted');
    expect(await request(id)).toMatchObject({ state: 'running', waits_for: 'live_subscription' });

    await app.stripe.subscriptions.cancel(begun.id);
    await app.settle();
    ahead += hours(2);
    await app.settle();
    expect(await request(id)).toMatchObject({ state: 'done' });
  });

  it('nothing new begins for them, and what had begun is found out about', async () => {
    const customer_id = await business.customer();
    const price_id = await business.price(39);
    const begun = { id: randomUUID(), customer_id, amount: 41, currency: 'usd' };
    app.sandbox.faults.order('cut_after', { times: 2, only: ['POST /v1/payment_intents'] });
    expect((await app.post('/api/v1/revenue/payments', begun)).status).toBe(503);
    await approved(customer_id);

    for (const [noun, asked] of [
      ['payments', { customer_id, amount: 42, currency: 'usd' }],
      ['subscriptions', { customer_id, price_id }],
      ['invoices', { customer_id, currency: 'usd', lines: [{ description: 'Workshop', amount: 800 }] }],
      [`customers/${customer_id}/payment-methods`, { payment_method_id: 'pm_card_visa' }],
    ] as const) {
      const refused = await app.post(`/api/v1/revenue/${noun}`, asked);
      expect([noun, refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
        ...[noun, 409, 'customers/erased'],
      ]);
    }
    expect((await app.post('/api/v1/revenue/payments', begun)).status).toBe(201);
  });
});
