import { startApp, type TestApp } from '../support/app.js';
import { signed } from '../webhooks/intake-app.js';

interface Told {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly object: Record<string, unknown> };
}

/** What goes wrong elsewhere with the money itself, by the name it is known under. Events arrive as the story says. */
describe('the books do not fall for', () => {
  let app: TestApp;
  const sent: Told[] = [];

  beforeAll(async () => {
    const send = async (_url: string, { body }: { body: string }): Promise<number> => {
      sent.push(JSON.parse(body) as Told);
      return 200;
    };
    app = await startApp({ sandbox: { send } });
  });
  beforeEach(() => void sent.splice(0));
  afterAll(() => app.close());

  async function told(...types: string[]): Promise<Told[]> {
    await app.sandbox.deliver();
    return types.map((type) => {
      const found = sent.find((event) => event.type === type);
      if (!found) throw new Error(`${type} is not among ${sent.map((event) => event.type).join(', ')}.`);
      return found;
    });
  }

  async function deliver(...events: object[]): Promise<number[]> {
    const statuses: number[] = [];
    for (const event of events) {
      const body = JSON.stringify(event);
      const [secret = ''] = app.config.stripe.webhookSecrets;
      const headers = { 'stripe-signature': signed(Buffer.from(body), secret, app.sandbox.clock.wall()) };
      const response = await fetch(`${app.url}/webhooks/stripe`, { method: 'POST', headers, body });
      statuses.push(response.status);
      await app.settle();
    }
    return statuses;
  }

  async function buyer(): Promise<{ customer: string; payment_method: string }> {
    const customer = await app.stripe.customers.create({ email: 'grace@example.com' });
    const method = await app.stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    return { customer: customer.id, payment_method: method.id };
  }

  async function subscription(): Promise<string> {
    const { customer, payment_method } = await buyer();
    const product = await app.stripe.products.create({ name: 'Starter' });
    const recurring = { interval: 'month' as const };
    const price = await app.stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 2900,
      recurring,
    });
    const items = [{ price: price.id }];
    return (await app.stripe.subscriptions.create({ customer, items, default_payment_method: payment_method })).id;
  }

  const journalsOf = async (...ids: unknown[]): Promise<string[]> =>
    (
      await app.database.query<{ rule: string }>(
        'select rule from ledger_journal where fact_id = any($1::text[]) order by rule',
        [ids],
      )
    ).map(({ rule }) => rule);
  const statusOf = async ({ id }: Told) =>
    app.database.query('select status, waiting_on from webhooks_inbox where external_id = $1', [id]);

  it('a customer who is deleted before anybody has heard of them', async () => {
    const { id } = await app.stripe.customers.create({ email: 'gone@example.com' });
    await app.stripe.customers.del(id);
    const [created, deleted] = await told('customer.created', 'customer.deleted');

    await deliver(deleted as Told, created as Told);

    const answer = await app.get(`/api/v1/revenue/customers/${id}`);
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ stripe_customer_id: null })]);
  });

  it('settled three times', async () => {
    await subscription();
    const all = await told('customer.created', 'customer.subscription.created', 'invoice.created', 'invoice.finalized');
    const three = await told('payment_intent.succeeded', 'charge.succeeded', 'invoice.paid', 'invoice_payment.paid');
    await deliver(...all, ...three, ...three);

    const [intent, charge, invoice, payment] = three.map(({ data }) => data.object['id']);
    expect(await journalsOf(intent, charge, invoice, payment)).toEqual([
      'invoice.finalized',
      'invoice.paid_by',
      'payment.received',
    ]);
  });

  it('child before parent', async () => {
    const { customer, payment_method } = await buyer();
    const paid = await app.stripe.paymentIntents.create({
      ...{ amount: 9700, currency: 'usd', customer, payment_method, confirm: true, off_session: true },
    });
    const refund = await app.stripe.refunds.create({ payment_intent: paid.id, amount: 2000 });
    const [born, charged, succeeded, refunded] = await told(
      'customer.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'refund.created',
    );
    await deliver(refunded as Told, charged as Told, succeeded as Told, born as Told, refunded as Told);
    expect(await journalsOf(refund.id, paid.latest_charge)).toEqual(['payment.received', 'refund.sent']);

    sent.splice(0);
    const id = await subscription();
    const [owner, begun] = (await told('customer.created', 'customer.subscription.created')) as [Told, Told];
    await deliver(begun);
    const key = `stripe:self:customer:${String(owner.data.object['id'])}`;
    expect(await statusOf(begun)).toEqual([{ status: 'waiting', waiting_on: key }]);

    await deliver(owner);
    expect(await statusOf(begun)).toEqual([{ status: 'done', waiting_on: null }]);
    const versions = await app.database.query(
      'select v.seq from billing_subscription_version v join billing_subscription s on s.id = v.subscription_id where s.provider_id = $1',
      [id],
    );
    expect(versions).toHaveLength(1);
  });

  it('foreign object', async () => {
    const product = await app.stripe.products.create({ name: 'Made by hand' });
    const [made] = (await told('product.created')) as [Told];
    const others = { ...made, id: 'evt_of_another_account', account: 'acct_another' };

    expect(await deliver(others, made)).toEqual([200, 200]);

    expect(
      await app.database.query(
        `select status, outcome ->> 'reason' as reason from webhooks_inbox where external_id = $1`,
        [others.id],
      ),
    ).toEqual([{ status: 'skipped', reason: 'other_account' }]);
    expect(
      await app.database.query('select is_foreign from billing_product where provider_id = $1', [product.id]),
    ).toEqual([{ is_foreign: true }]);
  });
});
