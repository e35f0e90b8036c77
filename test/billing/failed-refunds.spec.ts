import { startApp, type TestApp } from '../support/app.js';
import { Business } from './business.js';

/** The bank sends it back some days later: a story of moved time. */
describe('a refund', () => {
  let app: TestApp;
  let business: Business;

  beforeAll(async () => {
    app = await startApp();
    business = new Business(app);
  });
  afterAll(() => app.close());

  const refund = (payment: string, body: object) => app.post(`/api/v1/revenue/payments/${payment}/refunds`, body);

  it('that fails afterwards restores what may be refunded, and the books', async () => {
    const before = await business.balance('refunds');
    const customer_id = await business.customer('pm_card_refundFail');
    const { id: payment } = await business.post('/payments', { customer_id, amount: 50, currency: 'usd' });
    await refund(payment, { amount: 20 });

    await app.advance({ by: 'P3D' });
    // The days on which it was thought to be on its way stay as they were closed.
    expect(await business.balance('refunds', '2026-03-01T12:00:00Z')).toBe(before + 20);

    expect(await business.get(`/revenue/payments/${payment}`)).toMatchObject({ amount_refunded: 0 });
    expect(await business.balance('refunds')).toBe(before);
    expect(await business.balance('clearing:refunds')).toBe(0);
    expect((await refund(payment, { amount: 50 })).status).toBe(201);
  });
});
