import type { Failpoint } from '../../src/platform/ops/failpoints.js';
import { expectWhole } from './support/business.js';
import { Installation, type Answered } from './support/engine.js';

/** Every step of a route that moves money, in the order in which it passes them. */
const STEPS: readonly Failpoint[] = [
  'idempotency.after-claim',
  'intent.after-plan',
  'intent.before-call',
  'intent.after-call',
  'intent.before-result',
  'intent.after-fold',
  'idempotency.before-answer',
  'idempotency.after-answer',
];

/**
 * One act, killed at each of its steps in turn and started again each time, under one Idempotency-Key: in the end there
 * is one object at the provider, one set of journals, and the answer that is then given for ever.
 */
describe('a process killed at every step of', () => {
  let at: Installation;
  let customer: string;
  let method: string;

  beforeEach(async () => {
    at = await Installation.open();
    const engine = await at.start({ role: 'api' });
    customer = idOf(await engine.send('POST', '/api/v1/revenue/customers', { email: 'ada@example.com', name: 'Ada' }));
    const path = `/api/v1/revenue/customers/${customer}/payment-methods`;
    method = idOf(await engine.send('POST', path, { payment_method_id: 'pm_card_visa' }));
    await engine.kill();
  });
  afterEach(() => at.close());

  /** @returns the answer at last, which a repetition gives again to the letter */
  async function throughAllSteps(path: string, body: object, steps = STEPS): Promise<Answered> {
    const key = { 'idempotency-key': '"one act"' };
    for (const failpoint of steps) {
      const engine = await at.start({ failpoint, role: 'api' });
      const answered = await engine.send('POST', path, body, key);
      expect([failpoint, answered, await engine.gone]).toEqual([failpoint, undefined, 'SIGKILL']);
      await at.leasesEnd();
    }
    const engine = await at.start();
    const [answer, again] = [await engine.send('POST', path, body, key), await engine.send('POST', path, body, key)];
    expect(answer).toEqual(again);
    await expectWhole(at);
    await engine.kill();
    return answer as Answered;
  }

  it('a payment: it is taken once', async () => {
    const payment = { customer_id: customer, amount: 97, currency: 'usd', payment_method_id: method };
    const answer = await throughAllSteps('/api/v1/revenue/payments', payment);

    expect(answer).toMatchObject({ status: 201, body: { status: 'succeeded', amount: 97 } });
    const { data } = await at.stripe.paymentIntents.list({ limit: 100 });
    expect(data.map(({ id }) => id)).toEqual([answer.body['provider_id']]);
    expect(await booked()).toEqual({ 'payment.received': 1, 'sale.completed': 1, 'balance.charge': 1 });
  });

  it('a refund: it is given once', async () => {
    const before = await at.start({ role: 'api' });
    const payment = { customer_id: customer, amount: 97, currency: 'usd', payment_method_id: method };
    const paid = idOf(await before.send('POST', '/api/v1/revenue/payments', payment));
    await before.kill();

    const path = `/api/v1/revenue/payments/${paid}/refunds`;
    const answer = await throughAllSteps(path, { amount: 20 }, ['refund.after-set-aside', ...STEPS]);

    expect(answer).toMatchObject({ status: 201, body: { status: 'succeeded', amount: 20, refundable: 77 } });
    const { data } = await at.stripe.refunds.list({ limit: 100 });
    expect(data.map(({ amount }) => amount)).toEqual([2000]);
    expect(await booked()).toMatchObject({ 'refund.sent': 1, 'refund.allocated': 1, 'balance.refund': 1 });
  });

  it('a capture: it is taken once, and no more than was asked for', async () => {
    const before = await at.start({ role: 'api' });
    const hold = { customer_id: customer, amount: 97, currency: 'usd', payment_method_id: method, capture: 'manual' };
    const held = idOf(await before.send('POST', '/api/v1/revenue/payments', hold));
    await before.kill();

    const answer = await throughAllSteps(`/api/v1/revenue/payments/${held}/capture`, { amount: 40 });

    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'succeeded', amount_captured: 40, amount_refunded: 0 },
    });
    const { data } = await at.stripe.paymentIntents.list({ limit: 100 });
    expect(data.map(({ status, amount_received }) => [status, amount_received])).toEqual([['succeeded', 4000]]);
    expect(await standing()).toEqual({ 'payment.received': 1, 'sale.completed': 1, 'balance.charge': 1 });
  });

  it('a release: it is let go once, and nothing is booked', async () => {
    const before = await at.start({ role: 'api' });
    const hold = { customer_id: customer, amount: 97, currency: 'usd', payment_method_id: method, capture: 'manual' };
    const held = idOf(await before.send('POST', '/api/v1/revenue/payments', hold));
    await before.kill();

    const answer = await throughAllSteps(`/api/v1/revenue/payments/${held}/cancellation`, {});

    expect(answer).toMatchObject({ status: 200, body: { status: 'canceled', amount_captured: 0 } });
    expect(await booked()).toEqual({});
  });

  it('a subscription: it is begun once', async () => {
    const before = await at.start({ role: 'api' });
    const product = idOf(await before.send('POST', '/api/v1/revenue/products', { name: 'Starter' }));
    const asked = { product_id: product, amount: 29, currency: 'usd', interval: 'month' };
    const price_id = idOf(await before.send('POST', '/api/v1/revenue/prices', asked));
    await before.kill();

    const answer = await throughAllSteps('/api/v1/revenue/subscriptions', { customer_id: customer, price_id });

    expect(answer).toMatchObject({ status: 201, body: { status: 'active' } });
    expect((await at.stripe.subscriptions.list({ limit: 100 })).data).toHaveLength(1);
    expect((await at.stripe.invoices.list({ limit: 100 })).data).toHaveLength(1);
    expect(await booked()).toMatchObject({ 'invoice.finalized': 1, 'invoice.paid_by': 1, 'payment.received': 1 });
  });

  /** Journals that stand, by rule: the instant of a capture is known by who tells of it first, and may be said again. */
  async function standing(): Promise<Record<string, number>> {
    const rows = await at.database.query<{ rule: string; n: string }>(
      `select rule, count(*)::text as n from ledger_journal j
        where reverses is null and not exists (select from ledger_journal r where r.reverses = j.id) group by rule`,
    );
    return Object.fromEntries(rows.map(({ rule, n }) => [rule, Number(n)]));
  }

  /** Journals that were written, by rule: none may be a second one or a reversal. */
  async function booked(): Promise<Record<string, number>> {
    const rows = await at.database.query<{ rule: string; n: string }>(
      'select rule, count(*)::text as n from ledger_journal group by rule',
    );
    return Object.fromEntries(rows.map(({ rule, n }) => [rule, Number(n)]));
  }
});

function idOf(answered: Answered | undefined): string {
  if (answered?.status !== 201) throw new Error(`Answered ${JSON.stringify(answered)}`);
  return String(answered.body['id']);
}
