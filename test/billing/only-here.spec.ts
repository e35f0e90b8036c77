import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

/** What their list leaves out is asked for by name before anybody says that it is missing there. */
describe('what only we have', () => {
  let app: TestApp;
  let business: Business;

  beforeAll(async () => {
    app = await startApp();
    business = new Business(app);
  });
  afterEach(() => app.sandbox.faults.clear());
  afterAll(() => app.close());

  const compare = async (): Promise<void> => {
    expect((await app.post('/api/v1/revenue/reconciliation/runs', { layers: ['objects', 'payouts'] })).status).toBe(
      202,
    );
    await app.settle();
  };
  const breaks = async (query: string): Promise<Json[]> =>
    ((await business.get(`/revenue/reconciliation/breaks?${query}`)) as unknown as { data: Json[] }).data;
  const customerThere = async (id: string): Promise<string> =>
    String((await business.get(`/revenue/customers/${id}`))['stripe_customer_id']);
  /** @returns its id there */
  const invoiceOf = async (customer: string, amount: number): Promise<string> => {
    const terms = { collection_method: 'send_invoice', days_until_due: 30 } as const;
    const { id: invoice } = await app.stripe.invoices.create({ customer, ...terms });
    await app.stripe.invoiceItems.create({ customer, invoice, amount, currency: 'usd' });
    return String((await app.stripe.invoices.finalizeInvoice(invoice)).id);
  };

  it('of prices, subscriptions, open invoices and payouts is missing with the provider', async () => {
    await app.stripe.rawRequest('POST', '/_sandbox/payouts', { interval: 'daily' });
    const customer = await business.customer();
    const { id } = await business.subscription(customer, await business.price(41));
    await app.settle();
    const invoice = await invoiceOf(await customerThere(customer), 700);
    await app.advance({ by: 'P6D' });
    const subscription = String((await business.get(`/revenue/subscriptions/${id}`))['provider_id']);
    const [price] = (await app.stripe.subscriptions.retrieve(subscription)).items.data;
    const [payout] = (await app.stripe.payouts.list()).data;
    const lost = { invoice, subscription, payout: String(payout?.id), price: String(price?.price.id) };
    const found = async () => {
      await compare();
      return (await breaks('status=open')).map(({ kind, subject }) => `${kind} ${subject}`).toSorted();
    };
    expect(await found()).toEqual([]);

    await app.database.query(HIDE, [Object.values(lost)]);
    const missing = Object.entries(lost).map(([object, lostId]) => `missing_remote ${object}:${lostId}`);
    expect(await found()).toEqual(missing.toSorted());

    await app.database.query(SHOW);
    expect(await found()).toEqual([]);
  });

  it('stands otherwise there where an invoice was paid without our hearing of it: it is not missing', async () => {
    const customer = await business.customer();
    await app.settle();
    const invoice = await invoiceOf(await customerThere(customer), 900);
    await app.settle();
    app.sandbox.faults.order('drop', { times: 10, only: ['invoice*'] });
    await app.stripe.invoices.pay(invoice, { paid_out_of_band: true });
    await app.sandbox.deliver();
    app.sandbox.faults.clear();

    await compare();
    expect(await breaks(`subject=invoice:${invoice}`)).toMatchObject([
      { kind: 'status_differs', ours: { status: 'open' }, theirs: { status: 'paid', remaining: 0 } },
    ]);
    await compare();
    expect(await breaks('status=open')).toEqual([]);
  });
});

const HIDE = `
  update stripe_sandbox.object set id = 'hidden_' || id, type = 'hidden ' || type where id = any($1::text[])`;

const SHOW = `
  update stripe_sandbox.object set id = substr(id, length('hidden_') + 1), type = substr(type, length('hidden ') + 1)
   where id like 'hidden\\_%'`;
