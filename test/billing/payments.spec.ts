import { startApp, type TestApp } from '../support/app.js';

describe('a payment', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  async function aCustomer(card?: string): Promise<string> {
    const email = `c${Math.round(performance.now() * 1000)}@example.com`;
    const response = await app.post('/api/v1/revenue/customers', { email, name: 'Ada Ltd' });
    expect(response.status).toBe(201);
    const { customer_id } = (await response.json()) as { customer_id: string };
    if (card) expect((await app.post(`/api/v1/revenue/customers/${customer_id}/payment-methods`, { payment_method_id: card })).status).toBe(201);
    return customer_id;
  }

  it('is taken from the usual card and booked, fee and all', async () => {
    const customer_id = await aCustomer('pm_card_visa');

    const response = await app.post('/api/v1/revenue/payments', {
      customer_id,
      amount: 97.0,
      currency: 'USD',
      description: 'Professional Plan Subscription',
    });

    const answer = await response.json();
    expect({ status: response.status, answer }).toMatchObject({
      status: 201,
      answer: { status: 'succeeded', amount: 97, currency: 'usd', fee: 3.11, net: 93.89, amount_refunded: 0 },
    });
    await app.settle();
    expect((await app.get(`/api/v1/revenue/payments/${answer.payment_id}`)).status).toBe(200);
    const balances = await (await app.get('/api/v1/ledger/balances?account=stripe_balance')).json();
    expect(JSON.stringify(balances)).toContain('93.89');
  });
});
