import { randomUUID } from 'node:crypto';
import { register } from 'prom-client';
import { FrozenClock, hours, minutes } from '../../src/kernel/clock.js';
import { Answers } from '../../src/modules/billing/intents/answers.service.js';
import { Attempts } from '../../src/modules/billing/intents/attempts.service.js';
import { Intent } from '../../src/modules/billing/intents/intent.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

/** What nobody asks for again is settled by the engine: under its key while the provider keeps that, by looking afterwards. */
describe('a call that was cut off for good', () => {
  let app: TestApp;
  let business: Business;
  let payment: string;
  let intent: unknown;

  let ahead = 0;

  beforeAll(async () => {
    // Held still: a retry is due within a second, and a slow machine must not make it so.
    const start = Date.now();
    app = await startApp({ machine: new FrozenClock(new Date(), () => new Date(start + ahead)) });
    business = new Business(app);
  });
  beforeEach(async () => {
    ({ id: payment, provider_id: intent } = await business.post('/payments', {
      customer_id: await business.customer(),
      amount: 97,
      currency: 'usd',
    }));
  });
  afterAll(() => app.close());

  /** The provider's answer never reaches us, nor does what it told of it by webhook. */
  async function cutOff(fault: 'cut_after' | 'error_before'): Promise<void> {
    app.sandbox.faults.order(fault, 2);
    app.sandbox.faults.order('drop', 100);
    const { status } = await app.post(`/api/v1/revenue/payments/${payment}/refunds`, { amount: 20 });
    expect(status).toBe(503);
    await app.settle();
    app.sandbox.faults.order('drop', 0);
  }

  /** Keys and calls age by business time, leases run out by the machine's. */
  async function later(milliseconds: number): Promise<void> {
    await app.advance({ by: `PT${milliseconds / 1000}S` });
    ahead += milliseconds;
    await app.settle();
  }

  const refunds = async () =>
    (await app.stripe.refunds.list({ payment_intent: String(intent) })).data.map(({ amount }) => amount);
  const call = async () => {
    const { data } = (await business.get('/revenue/intents?operation=refund.create')) as unknown as { data: object[] };
    return data[0];
  };

  it('is found a day later and adopted, never sent again', async () => {
    await cutOff('cut_after');
    expect(await call()).toMatchObject({ state: 'sent', attempts: 1 });

    await later(hours(25));

    expect(await call()).toMatchObject({ state: 'succeeded', attempts: 1 });
    expect(await refunds()).toEqual([2000]);
    expect(await business.get(`/revenue/payments/${payment}`)).toMatchObject({ amount_refunded: 20 });
    expect(await business.balance('clearing:refunds')).toBe(0);
  });

  it('ages with the provider’s keys: where its time is moved a day ahead, nothing is sent twice', async () => {
    await cutOff('cut_after');
    await app.advance({ by: 'PT25H' });
    ahead += minutes(2);
    await app.settle();

    expect(await call()).toMatchObject({ state: 'succeeded', attempts: 1 });
    expect(await refunds()).toEqual([2000]);
  });

  it('would be carried out twice if it aged by the machine’s time', async () => {
    const { ageAt } = Intent.prototype;
    Intent.prototype.ageAt = () => minutes(2);
    try {
      await cutOff('cut_after');
      await app.advance({ by: 'PT25H' });
      ahead += minutes(2);
      await app.settle();

      expect(await refunds()).toEqual([2000, 2000]);
    } finally {
      Intent.prototype.ageAt = ageAt;
    }
  });

  it('is unknown for as long as it may still be under way, and made anew once it surely came to nothing', async () => {
    await cutOff('error_before');

    await later(hours(24));
    expect(await call()).toMatchObject({ state: 'unknown', attempts: 1 });
    expect(await register.getSingleMetricAsString('revenue_intents_unresolved')).toContain('kind="unknown"} 1');
    expect(await refunds()).toEqual([]);

    await later(hours(2));
    expect(await call()).toMatchObject({ state: 'succeeded', attempts: 2, generation: 2 });
    expect(await refunds()).toEqual([2000]);
  });

  it('would be carried out twice under a key made for each attempt', async () => {
    const own = Object.getOwnPropertyDescriptor(Intent.prototype, 'sendingKey') as PropertyDescriptor;
    Object.defineProperty(Intent.prototype, 'sendingKey', { ...own, get: () => randomUUID() });
    try {
      await cutOff('cut_after');
      await later(minutes(5));

      expect(await refunds()).toEqual([2000, 2000]);
    } finally {
      Object.defineProperty(Intent.prototype, 'sendingKey', own);
    }
  });

  it('comes before anything else that is asked of the same noun', async () => {
    const customer_id = await business.customer();
    const subscription = await business.subscription(customer_id, await business.price(29));
    app.sandbox.faults.order('error_before', 2);
    const late = await app.send('PUT', `/api/v1/revenue/subscriptions/${subscription.id}/cancellation`, {
      at: 'period_end',
    });
    expect(late.status).toBe(503);

    const withdrawn = await app.send('DELETE', `/api/v1/revenue/subscriptions/${subscription.id}/cancellation`);

    expect(withdrawn.status).toBe(200);
    await later(minutes(10));
    const { data } = await app.stripe.subscriptions.list();
    expect(data.map(({ cancel_at_period_end }) => cancel_at_period_end)).toEqual([false]);
  });

  it('is not overtaken by what was asked of the same noun while it had no answer', async () => {
    const customer = await business.customer();
    const { id } = await business.subscription(customer, await business.price(39));
    const cancellation = `/api/v1/revenue/subscriptions/${id}/cancellation`;
    app.sandbox.faults.order('error_before', { times: 6, only: ['POST /v1/subscriptions/*'] });
    expect((await app.send('PUT', cancellation, { at: 'period_end' })).status).toBe(503);
    expect((await app.send('DELETE', cancellation)).status).toBe(503);

    await later(minutes(10));
    await later(minutes(10));

    expect(await business.get(`/revenue/subscriptions/${id}`)).toMatchObject({ cancel_at: null });
    const calls = (await business.get(
      `/revenue/intents?operation=subscription.update&subject=subscription:${id}`,
    )) as unknown as { data: object[] };
    expect(calls.data).toMatchObject([
      { state: 'succeeded', attempts: 1 },
      { state: 'succeeded', attempts: 4 },
    ]);
  });

  it('and ended a subscription at once is answered as what it did when it is asked for again', async () => {
    const { id } = await business.subscription(await business.customer(), await business.price(19));
    const cancel = (more: object = {}) =>
      app.send('PUT', `/api/v1/revenue/subscriptions/${id}/cancellation`, { at: 'now', reason: 'moved on', ...more });
    app.sandbox.faults.order('cut_after', { times: 2, only: ['DELETE /v1/subscriptions/*'] });
    expect((await cancel()).status).toBe(503);
    await app.settle();
    expect(await business.get(`/revenue/subscriptions/${id}`)).toMatchObject({ status: 'canceled' });

    for (const again of [await cancel(), await cancel()]) {
      expect([again.status, await again.json()]).toMatchObject([200, { id, status: 'canceled' }]);
    }
    const other = await cancel({ reason: 'another wish' });
    expect([other.status, await other.json()]).toMatchObject([409, { code: 'billing/transition-refused' }]);
    const calls = await business.get(`/revenue/intents?operation=subscription.cancel&subject=subscription:${id}`);
    expect(calls).toMatchObject({ data: [{ state: 'succeeded', generation: 1 }] });
  });

  it('and has ended meanwhile is neither made nor changed by whoever still holds it as it was', async () => {
    await cutOff('error_before');
    const { id } = (await call()) as { id: string };
    const before = await app.database.em.findOneOrFail(Intent, id);
    await later(minutes(5));

    expect(await app.nest.get(Attempts).make(before)).toMatchObject({ state: 'succeeded', attempts: 2 });
    expect(await app.nest.get(Answers).unknown(before, new Date())).toBe(false);
    expect(await app.nest.get(Answers).sent(before, new Date())).toBe(false);

    expect(await call()).toMatchObject({ state: 'succeeded', attempts: 2, next_at: null });
    expect(await refunds()).toEqual([2000]);
  });

  it('and was refused meanwhile is refused again in the same words, with what was set aside free for others', async () => {
    await cutOff('error_before');
    const { id } = (await call()) as { id: string };
    const before = await app.database.em.findOneOrFail(Intent, id);
    await app.stripe.refunds.create({ payment_intent: String(intent), amount: 9700 });
    await later(minutes(5));
    expect(await call()).toMatchObject({ state: 'failed', error: 'provider/refused', attempts: 2 });

    await expect(app.nest.get(Attempts).make(before)).rejects.toMatchObject({ code: 'provider/refused' });

    expect(await call()).toMatchObject({ state: 'failed', attempts: 2 });
    expect(await refunds()).toEqual([9700]);
  });

  it('and cannot be looked for is left alone for a while', async () => {
    await cutOff('cut_after');
    const { id } = (await call()) as { id: string };
    app.sandbox.faults.order('unavailable', { times: 2, only: ['GET /v1/refunds'] });

    await later(hours(25));

    const { next_at } = (await call()) as { next_at: string };
    expect(Date.parse(next_at) - app.sandbox.clock.wall().getTime()).toBeGreaterThanOrEqual(minutes(1));
    await later(hours(1));
    expect(await call()).toMatchObject({ id, state: 'succeeded', attempts: 1 });
  });

  it('and was declined there is found a day later as the refusal it was', async () => {
    const customer_id = await business.customer('');
    await business.post(`/customers/${customer_id}/payment-methods`, {
      payment_method_id: 'pm_card_chargeCustomerFail',
    });
    const asked = { id: randomUUID(), customer_id, amount: 41, currency: 'usd' };
    app.sandbox.faults.order('cut_after', { times: 2, only: ['POST /v1/payment_intents'] });
    app.sandbox.faults.order('drop', 100);
    expect((await app.post('/api/v1/revenue/payments', asked)).status).toBe(503);
    await app.settle();
    app.sandbox.faults.order('drop', 0);

    await later(hours(25));

    const { data } = (await business.get(
      `/revenue/intents?operation=payment.create&subject=payment:${asked.id}`,
    )) as unknown as { data: object[] };
    expect(data).toMatchObject([{ state: 'failed', error: 'provider/card-declined' }]);
    expect((await app.post('/api/v1/revenue/payments', asked)).status).toBe(402);
  });

  describe('about a dispute that has ended meanwhile', () => {
    async function accepted(card: string, evidence?: string): Promise<{ dispute: string; call: object }> {
      const customer_id = await business.customer(card);
      const { id: paid } = await business.post('/payments', { customer_id, amount: 99, currency: 'usd' });
      await app.advance({ by: 'PT2H' });
      const { data } = (await business.get(`/revenue/disputes?payment_id=${paid}`)) as unknown as { data: Json[] };
      const { id: dispute, provider_id: theirs } = data[0] as Json;
      app.sandbox.faults.order(evidence ? 'error_before' : 'cut_after', {
        ...{ times: 2, only: ['POST /v1/disputes/*'] },
      });
      expect((await app.post(`/api/v1/revenue/disputes/${dispute}/acceptance`)).status).toBe(503);
      if (evidence) await app.stripe.disputes.update(String(theirs), { evidence: { uncategorized_text: evidence } });
      await later(hours(24));
      const calls = (await business.get(
        `/revenue/intents?operation=dispute.accept&subject=dispute:${dispute}`,
      )) as unknown as { data: object[] };
      return { dispute, call: calls.data[0] as object };
    }

    it('was carried out where the bank had only asked and has closed it', async () => {
      const { dispute, call: made } = await accepted('pm_card_createDisputeInquiry');
      expect(made).toMatchObject({ state: 'succeeded', attempts: 1 });
      const again = await app.post(`/api/v1/revenue/disputes/${dispute}/acceptance`);
      expect([again.status, await again.json()]).toEqual([200, expect.objectContaining({ status: 'warning_closed' })]);
    });

    it('is refused, and not made anew, where it was won', async () => {
      const { dispute, call: made } = await accepted('pm_card_createDispute', 'winning_evidence');
      expect(made).toMatchObject({ state: 'failed', error: 'billing/call-overtaken', attempts: 1 });
      expect(await business.get(`/revenue/disputes/${dispute}`)).toMatchObject({ status: 'won' });
    });
  });
});
