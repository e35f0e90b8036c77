import { FrozenClock, hours, minutes } from '../../src/kernel/clock.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

/** Money that is held on a card first: captured in full, in part, or let go. */
describe('a payment that is held', () => {
  let app: TestApp;
  let business: Business;

  let ahead = 0;

  beforeAll(async () => {
    const start = Date.now();
    app = await startApp({ machine: new FrozenClock(new Date(), () => new Date(start + ahead)) });
    business = new Business(app);
  });
  // Whatever became of a hold, the books agree with the provider's.
  afterEach(async () => {
    await app.settle();
    expect((await app.nest.get(Proofs).run()).filter(({ ok }) => !ok)).toEqual([]);
    for (const account of ['clearing:payments', 'clearing:refunds', 'unapplied']) {
      expect([account, await business.balance(account)]).toEqual([account, 0]);
    }
  });
  afterAll(() => app.close());

  async function held(amount = 97, more: object = {}): Promise<Json> {
    const customer_id = await business.customer();
    const asked = { customer_id, amount, currency: 'usd', capture: 'manual', ...more };
    return business.post('/payments', asked);
  }
  const path = ({ id }: Json, verb: string) => `/api/v1/revenue/payments/${id}/${verb}`;
  const capture = (of: Json, body?: object, headers?: Record<string, string>) =>
    app.send('POST', path(of, 'capture'), body, headers);
  const release = (of: Json, body?: object, headers?: Record<string, string>) =>
    app.send('POST', path(of, 'cancellation'), body, headers);
  const read = ({ id }: Json) => business.get(`/revenue/payments/${id}`);
  const answer = async (response: Response) => [response.status, (await response.json()) as Json] as const;
  const revenue = () => business.balance('revenue:one_time');
  const calls = async ({ id }: Json, operation: string) =>
    (
      (await business.get(`/revenue/intents?operation=${operation}&subject=payment:${id}`)) as unknown as {
        data: Json[];
      }
    ).data;

  it('says how much can be captured and until when, and is no revenue', async () => {
    const before = await revenue();

    const payment = await held();

    expect(payment).toMatchObject({
      ...{ status: 'requires_capture', amount: 97, amount_capturable: 97, amount_captured: 0 },
      capture_before: '2026-03-08T00:00:00.000Z',
    });
    await app.settle();
    expect(await read(payment)).toEqual(payment);
    expect(await revenue()).toBe(before);
  });

  it('is captured in full, and is revenue of the day it was captured on', async () => {
    const before = await revenue();
    const payment = await held();
    await app.advance({ by: 'P2D' });
    const now = app.sandbox.clock.now().toISOString();

    const [status, captured] = await answer(await capture(payment));

    expect([status, captured]).toMatchObject([
      200,
      { status: 'succeeded', amount_capturable: 0, amount_captured: 97, fee: 3.11, net: 93.89, capture_before: null },
    ]);
    await app.settle();
    expect(await revenue()).toBe(before - 97);
    expect(await business.balance('revenue:one_time', now)).toBe(before);
  });

  it('is captured in part: the rest is let go, and neither sold nor refunded', async () => {
    const [before, refunded] = [await revenue(), await business.balance('refunds')];
    const payment = await held();

    const [status, captured] = await answer(await capture(payment, { amount: 40, currency: 'USD' }));

    expect([status, captured]).toMatchObject([
      200,
      { status: 'succeeded', amount: 97, amount_captured: 40, amount_refunded: 0, amount_capturable: 0 },
    ]);
    await app.settle();
    expect(await read(payment)).toEqual(captured);
    expect([await revenue(), await business.balance('refunds')]).toEqual([before - 40, refunded]);

    const refund = (amount?: number) => app.post(path(payment, 'refunds'), { ...(amount ? { amount } : {}) });
    expect(await answer(await refund(40.01))).toMatchObject([
      409,
      { code: 'billing/refund-exceeds-payment', refundable: { amount: 40, currency: 'usd' } },
    ]);
    expect(await answer(await refund())).toMatchObject([201, { amount: 40, refundable: 0 }]);
    expect(await business.balance('refunds')).toBe(refunded + 40);
  });

  it('gives no more than it holds, and nothing in another currency', async () => {
    const payment = await held(20);

    expect(await answer(await capture(payment, { amount: 20.01 }))).toMatchObject([
      409,
      { code: 'billing/capture-exceeds-hold', capturable: { amount: 20, currency: 'usd' } },
    ]);
    expect(await answer(await capture(payment, { amount: 5, currency: 'eur' }))).toMatchObject([
      422,
      { code: 'billing/currency-differs' },
    ]);
    for (const amount of [0, -1, 1.005, '1e1']) expect((await capture(payment, { amount })).status).toBe(422);
    expect((await capture(payment, { amuont: 5 })).status).toBe(422);
    expect(await calls(payment, 'payment.capture')).toEqual([]);
    expect(await read(payment)).toMatchObject({ status: 'requires_capture', amount_capturable: 20 });
  });

  it('is captured once: the same key gives the same answer, another one is refused', async () => {
    const payment = await held();
    const key = { 'idempotency-key': `"capture-${payment.id}"` };
    const [, first] = await answer(await capture(payment, { amount: 50 }, key));

    const again = await capture(payment, { amount: 50 }, key);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await answer(again)).toEqual([200, first]);

    for (const headers of [undefined, { 'idempotency-key': '"another"' }]) {
      expect(await answer(await capture(payment, { amount: 50 }, headers))).toMatchObject([
        409,
        { code: 'billing/transition-refused', payment_id: payment.id, from: 'succeeded' },
      ]);
    }
  });

  it('wanted by eight at once is captured by one', async () => {
    const before = await revenue();
    const payment = await held(10);

    const answers = await Promise.all(Array.from({ length: 8 }, () => capture(payment)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const refused of answers.filter(({ status }) => status !== 200)) {
      expect(await answer(refused)).toMatchObject([409, { code: 'billing/transition-refused', from: 'succeeded' }]);
    }
    await app.settle();
    expect(await revenue()).toBe(before - 10);
  });

  it('is let go for a reason, under the provider’s id too, and can be captured no more', async () => {
    const before = await revenue();
    const payment = await held();

    const theirs = { id: String(payment['provider_id']) };
    const [status, released] = await answer(await release(theirs, { reason: 'requested_by_customer' }));

    expect([status, released]).toMatchObject([
      200,
      { id: payment.id, status: 'canceled', cancellation_reason: 'requested_by_customer', amount_capturable: 0 },
    ]);
    await app.settle();
    expect(await read(payment)).toEqual(released);
    expect(await revenue()).toBe(before);
    for (const refused of [await capture(payment), await release(payment)]) {
      expect(await answer(refused)).toMatchObject([409, { code: 'billing/transition-refused', from: 'canceled' }]);
    }
    expect(await answer(await app.post(path(payment, 'refunds')))).toMatchObject([
      409,
      { code: 'billing/payment-not-refundable' },
    ]);
  });

  it('is not let go for a reason nobody knows, and what is not there is neither captured nor let go', async () => {
    const payment = await held();
    expect((await release(payment, { reason: 'a_whim' })).status).toBe(422);
    for (const id of ['pi_nothing', '0199a8a0-0000-7000-8000-000000000031']) {
      for (const verb of [capture, release]) {
        expect(await answer(await verb({ id }))).toMatchObject([404, { code: 'billing/payment-not-found' }]);
      }
    }
    await release(payment);
  });

  it('and forgotten is let go by the bank after seven days', async () => {
    const before = await revenue();
    const payment = await held();

    await app.advance({ by: 'P7D' });

    expect(await read(payment)).toMatchObject({
      ...{ status: 'canceled', cancellation_reason: 'automatic', amount_capturable: 0, amount_refunded: 0 },
    });
    expect(await revenue()).toBe(before);
    expect((await capture(payment)).status).toBe(409);
  });

  it('and let go at the provider is not captured, also where we have not heard of that', async () => {
    const payment = await held();
    app.sandbox.faults.order('drop', 100);
    await app.stripe.paymentIntents.cancel(String(payment['provider_id']));
    await app.settle();
    app.sandbox.faults.order('drop', 0);
    expect(await read(payment)).toMatchObject({ status: 'requires_capture' });

    expect(await answer(await capture(payment))).toMatchObject([
      409,
      { code: 'billing/transition-refused', from: 'canceled' },
    ]);
    expect(await read(payment)).toMatchObject({ status: 'canceled' });
  });

  it.each(['error_before', 'cut_after', 'unavailable'] as const)(
    'whose capture is cut off (%s) is captured by the next try with the key, as the same act',
    async (fault) => {
      const before = await revenue();
      const payment = await held();
      const key = { 'idempotency-key': `"cut-${payment.id}"` };
      app.sandbox.faults.order(fault, { times: 2, only: ['POST /v1/payment_intents/*'] });
      expect((await capture(payment, { amount: 40 }, key)).status).toBe(503);

      ahead += minutes(1);
      const [status, captured] = await answer(await capture(payment, { amount: 40 }, key));

      expect([status, captured]).toMatchObject([200, { status: 'succeeded', amount_captured: 40 }]);
      expect(await calls(payment, 'payment.capture')).toMatchObject([{ state: 'succeeded', generation: 1 }]);
      await app.settle();
      expect(await revenue()).toBe(before - 40);
    },
  );

  it('whose capture is never answered is found captured a day later, and the other way round', async () => {
    const [captured, released] = [await held(), await held()];
    app.sandbox.faults.order('cut_after', { times: 4, only: ['POST /v1/payment_intents/*'] });
    app.sandbox.faults.order('drop', 100);
    expect((await capture(captured, { amount: 40 })).status).toBe(503);
    expect((await release(released)).status).toBe(503);
    await app.settle();
    app.sandbox.faults.order('drop', 0);

    ahead += hours(25);
    await app.advance({ by: 'PT25H' });

    expect(await calls(captured, 'payment.capture')).toMatchObject([{ state: 'succeeded' }]);
    expect(await read(captured)).toMatchObject({ status: 'succeeded', amount_captured: 40 });
    expect(await calls(released, 'payment.cancel')).toMatchObject([{ state: 'succeeded' }]);
    expect(await read(released)).toMatchObject({ status: 'canceled' });
  });

  it('is captured once, whether the provider’s events come before our answer or after it', async () => {
    const before = await revenue();
    const [first, second] = [await held(), await held()];
    app.sandbox.faults.order('cut_after', { times: 2, only: ['POST /v1/payment_intents/*'] });
    const key = { 'idempotency-key': `"first-${first.id}"` };
    expect((await capture(first, undefined, key)).status).toBe(503);
    await app.settle();
    expect(await read(first)).toMatchObject({ status: 'succeeded', amount_captured: 97 });

    expect((await capture(first, undefined, key)).status).toBe(200);
    expect((await capture(second)).status).toBe(200);
    await app.settle();

    expect(await revenue()).toBe(before - 194);
    const [{ count } = { count: '' }] = await app.database.query<{ count: string }>(
      `select count(*)::text as count from ledger_journal where correlation_id in (
         select correlation_id from ledger_journal where fact_id = any($1::text[])) and rule in ('payment.received', 'sale.completed')`,
      [[first['provider_id'], second['provider_id']]],
    );
    expect(count).toBe('4');
  });

  it('tells that it is held, and what became of it', async () => {
    const [captured, released] = [await held(), await held()];
    await capture(captured, { amount: 40 });
    await release(released, { reason: 'duplicate' });
    await app.settle();

    const told = async ({ id }: Json) =>
      app.database.query(`select type, data from platform_event where subject = $1 order by sequence`, [
        `payment:${id}`,
      ]);
    expect(await told(captured)).toMatchObject([
      { type: 'billing.payment.authorized', data: { minor: 9700, captureBefore: expect.stringMatching(/^2026-03-/) } },
      { type: 'billing.payment.captured', data: { minor: 4000 } },
    ]);
    expect(await told(released)).toMatchObject([
      { type: 'billing.payment.authorized', data: { minor: 9700 } },
      { type: 'billing.payment.canceled', data: { minor: 9700, reason: 'duplicate' } },
    ]);
  });

  describe('or only waits', () => {
    it('for a method is given up', async () => {
      const payment = await business.post('/payments', {
        ...{ customer_id: await business.customer(''), amount: 12, currency: 'usd' },
      });
      expect(await answer(await capture(payment))).toMatchObject([409, { from: 'requires_payment_method' }]);
      expect(await answer(await release(payment, { reason: 'abandoned' }))).toMatchObject([
        200,
        { status: 'canceled', cancellation_reason: 'abandoned' },
      ]);
    });

    it('for its owner to confirm it is given up: nothing is taken, and confirming comes too late', async () => {
      const before = await revenue();
      const customer_id = await business.customer('');
      const payment = await business.post('/payments', { customer_id, amount: 97, currency: 'usd' });
      const { provider_id } = payment as unknown as { provider_id: string };
      await app.advance({ by: 'PT1H' });
      const card = { payment_method: 'pm_card_threeDSecure2Required' };
      expect(await app.stripe.paymentIntents.confirm(provider_id, card)).toMatchObject({ status: 'requires_action' });
      await app.settle();
      expect(await read(payment)).toMatchObject({ status: 'requires_action', amount_captured: 0 });

      const [status, given] = await answer(
        await release(payment, { reason: 'abandoned' }, { 'idempotency-key': 'up' }),
      );

      expect([status, given]).toMatchObject([200, { status: 'canceled', amount_captured: 0 }]);
      expect(await app.stripe.paymentIntents.retrieve(provider_id)).toMatchObject({ status: 'canceled' });
      await expect(app.stripe.paymentIntents.confirm(provider_id)).rejects.toMatchObject({
        code: 'payment_intent_unexpected_state',
      });
      await app.settle();
      expect(await read(payment)).toEqual(given);
      expect(await revenue()).toBe(before);
    });

    it('for nothing any more is not', async () => {
      const customer_id = await business.customer();
      const payment = await business.post('/payments', { customer_id, amount: 12, currency: 'usd' });
      expect(await answer(await release(payment))).toMatchObject([409, { from: 'succeeded', payment_id: payment.id }]);
    });
  });
});
