import { randomUUID } from 'node:crypto';
import { shadowReplay } from '../../src/cli/shadow/shadow-replay.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { freshStore } from '../support/database.js';
import { startApp, type TestApp } from '../support/app.js';
import { signed } from '../webhooks/intake-app.js';
import { Business, type Json } from './business.js';

interface Told {
  readonly type: string;
  readonly data: { readonly object: Record<string, unknown> & { readonly object: string } };
}

const INVOICE_READS = ['GET /v1/invoices/*'];

/** The provider shows ten lines of an invoice and ten items of a subscription; the books need them all. */
describe('more lines than an event shows', () => {
  let app: TestApp;
  let business: Business;
  const sent: Told[] = [];

  beforeAll(async () => {
    const send = async (_url: string, { body }: { body: string }): Promise<number> => {
      sent.push(JSON.parse(body) as Told);
      return 200;
    };
    app = await startApp({ sandbox: { send } });
    business = new Business(app);
  });
  beforeEach(() => void sent.splice(0));
  afterAll(() => app.close());

  /** Twelve items of 1 to 12 dollars a month, thirteen extras of 10 dollars, and 20 % on all of it: made in the dashboard. */
  async function sold(): Promise<{ subscription: string; invoice: string }> {
    const { stripe } = app;
    const customer = (await stripe.customers.create({ email: `${randomUUID()}@example.com` })).id;
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const rate = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
    const product = (await stripe.products.create({ name: 'Module' })).id;
    const items: { price: string }[] = [];
    for (let dollars = 1; dollars <= 12; dollars += 1) {
      const price = { product, currency: 'usd', unit_amount: 100 * dollars, recurring: { interval: 'month' as const } };
      items.push({ price: (await stripe.prices.create(price)).id });
    }
    for (let extra = 1; extra <= 13; extra += 1) {
      await stripe.invoiceItems.create({ customer, amount: 1000, currency: 'usd', description: `Extra ${extra}` });
    }
    const { id: subscription, latest_invoice: invoice } = await stripe.subscriptions.create({
      customer,
      items,
      default_payment_method: method.id,
      default_tax_rates: [rate.id],
    });
    return { subscription, invoice: invoice as string };
  }

  async function deliver(as: (event: Told) => Told = (event) => event): Promise<void> {
    await app.sandbox.deliver();
    for (const event of sent.splice(0)) {
      const body = JSON.stringify(as(event));
      const [secret = ''] = app.config.stripe.webhookSecrets;
      const headers = { 'stripe-signature': signed(Buffer.from(body), secret, app.sandbox.clock.wall()) };
      expect((await fetch(`${app.url}/webhooks/stripe`, { method: 'POST', headers, body })).status).toBe(200);
    }
    await app.settle();
  }

  const books = async (): Promise<Record<string, number>> => ({
    once: -(await business.balance('revenue:one_time')),
    deferred: -(await business.balance('deferred_revenue')),
    tax: -(await business.balance('tax_payable')),
    owed: await business.balance('receivable'),
  });
  const SOLD = { once: 130, deferred: 78, tax: 41.6, owed: 0 };
  const times = (count: number) => Object.fromEntries(Object.entries(SOLD).map(([name, sum]) => [name, count * sum]));
  const recurring = async (): Promise<unknown> =>
    (await business.get('/dashboard/overview'))['monthly_recurring_revenue'];
  const linesOf = async (invoice: string): Promise<unknown[]> =>
    (await business.get(`/revenue/invoices/${invoice}`))['lines'] as unknown[];
  const violated = async (): Promise<number> => {
    const [proof] = await app.nest.get(Proofs).run(['I21']);
    return proof?.differences.length ?? -1;
  };

  it('are fetched and booked, taxed and counted like the first ten', async () => {
    const { subscription, invoice } = await sold();
    expect((await app.stripe.invoices.retrieve(invoice)).lines).toMatchObject({ has_more: true, data: { length: 10 } });
    expect((await app.stripe.subscriptions.retrieve(subscription)).items.data).toHaveLength(10);
    await deliver();

    expect(await linesOf(invoice)).toHaveLength(25);
    expect(await business.get(`/revenue/invoices/${invoice}`)).toMatchObject({ total: 249.6, status: 'paid' });
    expect(await books()).toEqual(SOLD);
    expect(await recurring()).toBe(78);
    expect(await violated()).toBe(0);
    expect(
      await app.database.query(`select from webhooks_inbox where status <> 'done' and status <> 'skipped'`),
    ).toEqual([]);
  });

  it('keep their events waiting, with the reason, while the provider cannot be asked', async () => {
    const { invoice } = await sold();
    app.sandbox.faults.order('unavailable', { times: 1000, only: INVOICE_READS });
    await deliver();

    const { data } = (await business.get('/webhooks/inbox?status=waiting')) as unknown as { data: Json[] };
    expect(data.length).toBeGreaterThan(2);
    expect(new Set(data.map(({ waiting_on }) => waiting_on))).toEqual(new Set([`stripe:self:invoice:${invoice}`]));
    expect(data[0]?.['error']).toContain('provider/unreachable');
    expect((await app.get(`/api/v1/revenue/invoices/${invoice}`)).status).toBe(404);
    expect(await books()).toMatchObject({ once: 130, deferred: 78, tax: 41.6 });

    app.sandbox.faults.clear();
    await app.database.query(`update webhooks_refetch set taken_at = taken_at - interval '1 minute'`);
    await app.settle();

    expect(await linesOf(invoice)).toHaveLength(25);
    expect(await books()).toEqual(times(2));
    expect(await recurring()).toBe(156);
    const left = await app.database.query(`select from webhooks_inbox where status in ('pending', 'waiting', 'dead')`);
    expect(left).toEqual([]);
  });

  it('are in the answers to our own calls, or the call is made again', async () => {
    const lines = Array.from({ length: 12 }, (_, n) => ({ description: `Part ${n + 1}`, amount: 10 }));
    const order = { id: randomUUID(), customer_id: await business.customer(), currency: 'usd', lines };
    app.sandbox.faults.order('unavailable', { times: 2, only: INVOICE_READS });
    expect((await app.post('/api/v1/revenue/invoices', order)).status).toBe(503);

    const draft = await business.post('/invoices', order);
    expect(draft).toMatchObject({ status: 'draft', total: 120 });
    expect(draft['lines']).toHaveLength(12);
    await app.post(`/api/v1/revenue/invoices/${draft.id}/finalization`);
    expect(await books()).toEqual({ ...times(2), once: 260 + 120, owed: 120 });
    await deliver();
    expect(await books()).toEqual({ ...times(2), once: 260 + 120, owed: 120 });
  });

  it('follow a subscription from ten items to more and back', async () => {
    const { subscription } = await sold();
    await deliver();
    const before = Number(await recurring());
    const items = await app.stripe.subscriptionItems.list({ subscription, limit: 100 });
    await app.advance({ by: 'PT1M' });
    for (const { id } of items.data.slice(0, 4)) {
      await app.stripe.subscriptionItems.del(id, { proration_behavior: 'none' });
    }
    await deliver();

    const gone = items.data.slice(0, 4).reduce((sum, { price }) => sum + (price.unit_amount ?? 0) / 100, 0);
    expect(await recurring()).toBe(before - gone);
    expect(await app.database.query('select from webhooks_chain_break where closed_at is null')).toEqual([]);
  });

  it('come out of a replay the same, with nobody to ask', async () => {
    app.sandbox.faults.order('unavailable', { times: 1000 });
    for (const asked of [{}, { shuffle: 7 }]) {
      const { settings: into, drop } = await freshStore();
      const { tables } = await shadowReplay(app.nest, { ...asked, into });
      await drop();
      expect(tables.filter(({ differences }) => differences.length > 0)).toEqual([]);
    }
    app.sandbox.faults.clear();
  });

  it('would be missing everywhere if the first were taken for all', async () => {
    const [before, mrr] = [await books(), Number(await recurring())];
    const { invoice } = await sold();
    const blind = (list: unknown): object => ({ ...(list as object), has_more: false });
    await deliver((event) => {
      const { object } = event.data;
      const field = { invoice: 'lines', subscription: 'items' }[object.object];
      return field ? { ...event, data: { object: { ...object, [field]: blind(object[field]) } } } : event;
    });

    expect(await linesOf(invoice)).toHaveLength(10);
    expect(Number((await books())['tax']) - Number(before['tax'])).toBeLessThan(SOLD.tax);
    expect(Number(await recurring()) - mrr).toBeLessThan(78);
    expect(await violated()).toBe(1);
  });
});
