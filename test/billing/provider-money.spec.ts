import { Proofs } from '../../src/platform/ops/proofs.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

interface Listed {
  readonly data: Json[];
}

/** Money the provider moves by itself: payouts, invoices it gives up, what is made in its own dashboard. */
describe('money the provider owns', () => {
  let app: TestApp;
  let business: Business;

  beforeAll(async () => {
    app = await startApp();
    business = new Business(app);
  });
  afterAll(() => app.close());

  const all = async (path: string): Promise<Json[]> => ((await business.get(path)) as unknown as Listed).data;
  const balances = (...accounts: string[]): Promise<number[]> =>
    Promise.all(accounts.map((account) => business.balance(account)));
  const lever = (name: string, body: object): Promise<Response> =>
    app.sandbox.fetch(`http://sandbox/_sandbox/${name}`, { method: 'POST', body: JSON.stringify(body) });
  const failing = async (): Promise<string[]> =>
    (await app.nest.get(Proofs).run(['P1', 'P3', 'P4', 'P8'])).filter(({ ok }) => !ok).map(({ name }) => name);

  it('a payout leaves the balance, is on its way, and arrives at the bank', async () => {
    await business.post('/payments', { customer_id: await business.customer(), amount: 1000, currency: 'usd' });
    await app.advance({ by: 'P3D' });
    await app.stripe.payouts.create({ amount: 50_000, currency: 'usd' });
    await app.settle();

    expect(await balances('stripe_balance', 'stripe_in_transit', 'bank')).toEqual([470.7, 500, 0]);
    await app.advance({ by: 'P3D' });
    expect(await balances('stripe_balance', 'stripe_in_transit', 'bank')).toEqual([470.7, 0, 500]);
    expect(await all('/revenue/payouts')).toMatchObject([{ status: 'paid', amount: 500, automatic: false }]);
    expect(await all('/revenue/balance')).toEqual([{ currency: 'usd', available: 470.7, pending: 0 }]);
    expect(await failing()).toEqual([]);
  });

  it('one the bank would not have is in the balance again', async () => {
    await lever('payouts', { fails: 'account_closed' });
    await app.stripe.payouts.create({ amount: 10_000, currency: 'usd' });
    await app.advance({ by: 'P3D' });

    expect(await balances('stripe_balance', 'stripe_in_transit', 'bank')).toEqual([470.7, 0, 500]);
    expect(await all('/revenue/payouts?status=failed')).toMatchObject([{ failure_code: 'account_closed' }]);
    expect(await failing()).toEqual([]);
  });

  it('an invoice that is given up is written off: earned is a bad debt, the rest is released', async () => {
    const customer_id = await business.customer('pm_card_chargeCustomerFail');
    const invoice = await business.post('/invoices', {
      customer_id,
      currency: 'usd',
      lines: [{ description: 'Workshop', amount: 29 }],
    });
    await app.post(`/api/v1/revenue/invoices/${invoice.id}/finalization`);
    await app.settle();
    expect(await balances('receivable', 'bad_debt')).toEqual([29, 0]);

    const { provider_id } = await business.get(`/revenue/invoices/${invoice.id}`);
    await app.stripe.invoices.markUncollectible(String(provider_id));
    await app.settle();

    expect(await balances('receivable', 'bad_debt')).toEqual([0, 29]);
    expect(await business.get(`/revenue/invoices/${invoice.id}`)).toMatchObject({
      status: 'uncollectible',
      foreign: false,
    });

    await app.stripe.invoices.pay(String(provider_id), { paid_out_of_band: true });
    await app.settle();
    expect(await balances('receivable', 'bad_debt', 'external_cash')).toEqual([0, 0, 29]);
    expect(await failing()).toEqual([]);
  });

  it.each([
    { ends: 'lost', evidence: 'losing_evidence', moved: -114, chargebacks: 99, fees: 15 },
    { ends: 'won', evidence: 'winning_evidence', moved: 0, chargebacks: 0, fees: 0 },
  ])('a dispute of 99.00 that is $ends moves $moved in all', async ({ ends, evidence, moved, chargebacks, fees }) => {
    const accounts = ['stripe_balance', 'chargebacks', 'fees:dispute', 'disputed', 'clearing:disputes'];
    const customer_id = await business.customer('pm_card_createDispute');
    const before = await balances(...accounts);
    await business.post('/payments', { customer_id, amount: 99, currency: 'usd' });
    await app.advance({ by: 'PT2H' });
    const net = 99 - 3.17;
    const since = async () =>
      (await balances(...accounts)).map((now, n) => Math.round((now - (before[n] ?? 0)) * 100) / 100);
    expect(await since()).toEqual([Math.round((net - 114) * 100) / 100, 0, 15, 99, 0]);

    const { data } = await app.stripe.disputes.list({ limit: 1 });
    await app.stripe.disputes.update(data[0]?.id ?? '', { evidence: { uncategorized_text: evidence }, submit: true });
    await app.settle();

    expect(await since()).toEqual([Math.round((net + moved) * 100) / 100, chargebacks, fees, 0, 0]);
    const [dispute] = await app.database.query<{ status: string }>(
      'select status from billing_dispute order by id desc limit 1',
    );
    expect(dispute).toEqual({ status: ends });
    expect(await failing()).toEqual([]);
  });

  it('the proof of the balance notices a movement that is a cent off', async () => {
    const run = async () => (await app.nest.get(Proofs).run(['P8']))[0];
    const off = (by: number) =>
      app.database.query(`update billing_balance_transaction set net_minor = net_minor + ${by}`);
    await business.post('/payments', { customer_id: await business.customer(), amount: 10, currency: 'usd' });
    await app.settle();
    expect(await run()).toMatchObject({ ok: true, checked: 1 });
    await off(1);
    expect(await run()).toMatchObject({ ok: false });
    await off(-1);
    expect(await run()).toMatchObject({ ok: true });
  });

  it('what is made in the provider’s own dashboard works, and is marked as foreign from the start', async () => {
    const customer = await business.customer();
    const { stripe_customer_id } = await business.get(`/revenue/customers/${customer}`);
    const made = { customer: String(stripe_customer_id) };
    const { data } = await app.stripe.customers.listPaymentMethods(made.customer);
    const pay = { amount: 4200, currency: 'usd', payment_method: data[0]?.id ?? '', confirm: true, off_session: true };
    await app.stripe.paymentIntents.create({ ...made, ...pay });
    const { data: prices } = await app.stripe.prices.list({ limit: 1 });
    const price = prices[0]?.id ?? (await ownPrice());
    await app.stripe.subscriptions.create({ ...made, items: [{ price }] });
    await app.settle();

    const of = (noun: string) => all(`/revenue/${noun}?customer_id=${customer}`);
    expect((await of('payments')).map(({ kind, amount }) => [kind, amount])).toEqual(
      expect.arrayContaining([
        ['foreign', 42],
        ['invoice', 31],
      ]),
    );
    expect(await of('subscriptions')).toMatchObject([{ foreign: true, status: 'active' }]);
    expect(await of('invoices')).toMatchObject([{ foreign: true, status: 'paid' }]);
    expect(await balances('unapplied')).toEqual([-42]);
    expect(await failing()).toEqual([]);

    await app.advance({ by: 'P2D' });
    expect(await failing()).toEqual(['P4 what must meet has met in time']);
  });

  async function ownPrice(): Promise<string> {
    const product = await app.stripe.products.create({ name: 'Theirs' });
    const price = await app.stripe.prices.create({
      product: product.id,
      unit_amount: 3100,
      currency: 'usd',
      recurring: { interval: 'month' },
    });
    return price.id;
  }
});
