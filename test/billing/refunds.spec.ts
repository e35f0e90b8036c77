import { startApp, type TestApp } from '../support/app.js';
import { Business } from './business.js';

describe('a refund', () => {
  let app: TestApp;
  let business: Business;

  beforeAll(async () => {
    app = await startApp();
    business = new Business(app);
  });
  afterAll(() => app.close());

  async function aPaymentOf(amount: number, card = 'pm_card_visa'): Promise<string> {
    const { id } = await business.post('/payments', {
      customer_id: await business.customer(card),
      amount,
      currency: 'usd',
    });
    return id;
  }
  const refund = (payment: string, body: object = {}) => app.post(`/api/v1/revenue/payments/${payment}/refunds`, body);

  it('gives back a part, and says what is left', async () => {
    const payment = await aPaymentOf(97);

    const response = await refund(payment, { amount: 20, currency: 'usd', reason: 'requested_by_customer' });

    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      payment_id: payment,
      amount: 20,
      status: 'succeeded',
      refundable: 77,
    });
    await app.settle();
    expect(await business.get(`/revenue/payments/${payment}`)).toMatchObject({ amount_refunded: 20 });
    expect(await business.balance('refunds')).toBe(20);
    expect(await business.balance('unapplied')).toBe(0);
    expect(await business.balance('clearing:refunds')).toBe(0);
  });

  it('refuses more than is left and says how much is', async () => {
    const payment = await aPaymentOf(10);
    await refund(payment, { amount: 7 });

    const response = await refund(payment, { amount: 3.01 });

    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      type: 'urn:problem:billing/refund-exceeds-payment',
      refundable: { amount: 3, currency: 'usd' },
    });
  });

  it('lets one of twelve at once through', async () => {
    const payment = await aPaymentOf(10);

    const answers = await Promise.all(Array.from({ length: 12 }, () => refund(payment, { amount: 6 })));

    const statuses = Map.groupBy(answers, ({ status }) => status);
    expect([statuses.get(201)?.length, statuses.get(409)?.length]).toEqual([1, 11]);
  });

  it('of an unknown payment is not found', async () => {
    expect((await refund('pi_unknown')).status).toBe(404);
  });
});
