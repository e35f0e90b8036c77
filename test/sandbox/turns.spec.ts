import { Sandbox } from '../../src/integrations/stripe/sandbox/sandbox.js';
import { aBusiness, clientOf, MARCH, toldOf, WALL, type Business } from './business.js';

/** Two processes that share one database: what one knows of it the other can outdate at any time. */
describe('two processes with one sandbox', () => {
  let one: Business;
  let other: Sandbox;

  beforeEach(async () => {
    one = await aBusiness();
    other = new Sandbox({ database: one.database, wall: () => WALL });
    await other.open();
  });

  it('change the same things at once, and every change is made once', async () => {
    const asked = Array.from({ length: 24 }, (_, n) => {
      const stripe = n % 2 === 0 ? one.stripe : clientOf(other);
      return stripe.customers.create({ name: `Customer ${n}` });
    });
    const made = new Set((await Promise.all(asked)).map(({ id }) => id));

    expect(made.size).toBe(24);
    const told = await toldOf(one);
    expect(new Set(told.map(({ data }) => (data.object as { id: string }).id))).toEqual(made);
    expect(new Set(told.map(({ id }) => id)).size).toBe(24);
  });

  it('answer a key once, whichever of them is asked', async () => {
    const asked = Array.from({ length: 12 }, (_, n) => {
      const stripe = n % 2 === 0 ? one.stripe : clientOf(other);
      return stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'once' });
    });
    const ids = (await Promise.all(asked)).map(({ id }) => id);

    expect(new Set(ids).size).toBe(1);
    expect(await toldOf(one)).toHaveLength(1);
  });

  it('see what the other has changed, although they had it in hand', async () => {
    const { id } = await one.stripe.customers.create({ name: 'Ada', metadata: { one: '1' } });
    await clientOf(other).customers.update(id, { metadata: { other: '1' } });
    await one.stripe.customers.update(id, { metadata: { again: '1' } });

    const { metadata } = (await one.stripe.customers.retrieve(id)) as { metadata?: Record<string, string> };
    expect(metadata).toEqual({ one: '1', other: '1', again: '1' });
  });

  it('find what the other has added to something they had in hand', async () => {
    const { id: customer } = await one.stripe.customers.create({ name: 'Ada' });
    await one.stripe.invoiceItems.create({ customer, amount: 1000, currency: 'usd' });
    await clientOf(other).invoiceItems.create({ customer, amount: 2000, currency: 'usd' });

    const { id } = await one.stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' });
    expect((await one.stripe.invoices.retrieve(id ?? '')).total).toBe(3000);
  });

  it('move time once, although both are told to', async () => {
    const { id: customer } = await one.stripe.customers.create({ name: 'Ada' });
    const { id: product } = await one.stripe.products.create({ name: 'Starter' });
    const { id: method } = await one.stripe.paymentMethods.attach('pm_card_visa', { customer });
    const price = await one.stripe.prices.create({
      product,
      currency: 'usd',
      unit_amount: 2900,
      recurring: { interval: 'month' },
    });
    await one.stripe.subscriptions.create({
      customer,
      items: [{ price: price.id }],
      default_payment_method: method,
    });
    const to = new Date(MARCH.getTime() + 100 * 86_400_000);
    await Promise.all([one.sandbox.advance({ to }), other.advance({ to })]);

    expect((await one.stripe.invoices.list({ customer })).data.map(({ total }) => total)).toEqual([
      2900, 2900, 2900, 2900,
    ]);
  });
});
