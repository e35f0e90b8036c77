import { ourId } from '../../src/modules/billing/mirror/stripe-objects.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

interface Listed {
  readonly data: Json[];
}

/** Our id in the metadata of two objects: a call that was carried out twice, or metadata copied in the dashboard. */
describe('an id of ours on two of the provider’s objects', () => {
  let app: TestApp;
  let business: Business;

  beforeAll(async () => {
    app = await startApp();
    business = new Business(app);
  });
  afterAll(() => app.close());

  /** What a look at the objects finds, by what bears the id without having it. */
  const borrowed = async (): Promise<Map<unknown, Json>> => {
    await app.settle();
    for (let round = 0; round < 2; round += 1) {
      await app.post('/api/v1/revenue/reconciliation/runs', { layers: ['objects'] });
      await app.settle();
    }
    const { data } = (await business.get('/revenue/reconciliation/breaks?status=open')) as unknown as Listed;
    expect(new Set(data.map(({ kind }) => kind))).toEqual(new Set(['borrowed_id']));
    return new Map(data.map((one) => [one['subject'], one]));
  };
  const aPayment = async (): Promise<{ payment: Json; customer: string; method: string }> => {
    const customer_id = await business.customer();
    const payment = await business.post('/payments', { customer_id, amount: 97, currency: 'usd' });
    const { stripe_customer_id: customer } = await business.get(`/revenue/customers/${customer_id}`);
    const [method] = (await app.stripe.customers.listPaymentMethods(String(customer))).data;
    return { payment, customer: String(customer), method: method?.id ?? '' };
  };

  it('opens a break, and leaves two payments two', async () => {
    const { payment, customer, method } = await aPayment();
    const twice = await app.stripe.paymentIntents.create({
      ...{ amount: 9700, currency: 'usd', customer, payment_method: method, confirm: true, off_session: true },
      metadata: { re_id: payment.id, re_kind: 'one_time' },
    });

    expect((await borrowed()).get(`payment:${twice.id}`)).toMatchObject({
      layer: 'objects',
      ours: { id: payment.id, provider_id: payment['provider_id'] },
      theirs: { provider_id: twice.id },
    });

    const { data } = (await business.get(
      `/revenue/payments?customer_id=${String(payment['customer_id'])}`,
    )) as unknown as Listed;
    expect(data.map(({ provider_id, amount }) => [provider_id, amount])).toEqual(
      expect.arrayContaining([
        [payment['provider_id'], 97],
        [twice.id, 97],
      ]),
    );
    // Told apart by nothing but its metadata, it would have taken the other's place.
    expect(ourId(twice)).toBe(payment.id);
  });

  it('of one payment’s refunds books both', async () => {
    const { payment } = await aPayment();
    const { id } = await business.post(`/payments/${payment.id}/refunds`, { amount: 20 });
    const payment_intent = String(payment['provider_id']);
    const twice = await app.stripe.refunds.create({ payment_intent, amount: 2000, metadata: { re_id: id } });

    expect([...(await borrowed()).keys()]).toContain(`refund:${twice.id}`);

    expect(await business.get(`/revenue/payments/${payment.id}`)).toMatchObject({ amount_refunded: 40 });
    expect(await business.balance('clearing:refunds')).toBe(0);
  });

  it('of two subscriptions leaves each its own, however often they are looked at', async () => {
    const customer = await business.customer();
    const { id } = await business.subscription(customer, await business.price(29));
    await app.settle();
    const { provider_id } = await business.get(`/revenue/subscriptions/${id}`);
    const first = await app.stripe.subscriptions.retrieve(String(provider_id));
    const price = first.items.data[0]?.price.id ?? '';
    const twice = await app.stripe.subscriptions.create({
      customer: first.customer as string,
      items: [{ price }],
      metadata: { re_id: id },
    });

    expect([...(await borrowed()).keys()]).toContain(`subscription:${twice.id}`);

    await app.stripe.subscriptions.cancel(twice.id);
    await app.settle();
    expect(await business.get(`/revenue/subscriptions/${id}`)).toMatchObject({ provider_id, status: 'active' });
  });

  it('of products and prices as well', async () => {
    const { id } = await business.post('/products', { name: 'Plan' });
    const copy = await app.stripe.products.create({ name: 'Plan, copied', metadata: { re_id: id } });

    expect([...(await borrowed()).keys()]).toContain(`product:${copy.id}`);
    expect(await business.get(`/revenue/products/${id}`)).toMatchObject({ name: 'Plan' });
  });
});
