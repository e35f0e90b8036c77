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
});
