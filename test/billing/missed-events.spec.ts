import type { TestApp } from '../support/app.js';
import { ByHand } from './by-hand.js';

const PUT_IN = { type: 'customer.subscription.updated', status: 'done' };

describe('an object that is not what its events add up to', () => {
  let app: TestApp;
  let byHand: ByHand;

  beforeAll(async () => {
    byHand = await ByHand.open();
    app = byHand.app;
  });
  afterAll(() => app.close());

  /** One seat, and who has it. */
  async function subscribed(): Promise<{ id: string; item: string }> {
    const { stripe } = app;
    const customer = (await stripe.customers.create({ email: 'ada@example.com' })).id;
    const { id: default_payment_method } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const product = (await stripe.products.create({ name: 'Seat' })).id;
    const recurring = { interval: 'month' as const };
    const price = (await stripe.prices.create({ product, currency: 'usd', unit_amount: 900, recurring })).id;
    const { id, items } = await stripe.subscriptions.create({ customer, items: [{ price }], default_payment_method });
    return { id, item: items.data[0]?.id ?? '' };
  }

  it('is put right, and the events that are missing are looked for at once and put in', async () => {
    const { id, item } = await subscribed();
    await byHand.hears();
    for (const quantity of [2, 3, 4]) {
      await app.advance({ by: 'PT1M' });
      await app.stripe.subscriptions.update(id, { items: [{ id: item, quantity }], proration_behavior: 'none' });
    }
    await app.advance({ by: 'PT1M' });
    const [, second] = await byHand.told(/^customer\.subscription\.updated$/);
    await byHand.receives(second ? [second] : []);
    const key = `stripe:self:subscription:${id}`;
    expect(
      await app.database.query('select kind, closed_by from webhooks_chain_break where object_key = $1', [key]),
    ).toEqual([{ kind: 'gap', closed_by: 'reconciled' }]);

    await app.settle();

    const put = await app.database.query(
      `select type, status from webhooks_inbox where source = 'backfill' and object_key = $1`,
      [key],
    );
    expect(put).toEqual([PUT_IN, PUT_IN]);
    const versions = await app.database.query<{ seats: number }>(
      `select (v.state -> 'items' -> 0 ->> 'quantity')::int as seats
       from billing_subscription_version v join billing_subscription s on s.id = v.subscription_id
       where s.provider_id = $1 and v.superseded_at is null order by v.seq`,
      [id],
    );
    expect([...new Set(versions.map(({ seats }) => seats))]).toEqual([1, 2, 3, 4]);
  });
});
