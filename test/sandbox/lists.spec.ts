import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, type Business } from './business.js';

let business: Business;
let stripe: Stripe;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
});

describe('a list', () => {
  it('goes newest first, a page at a time, there and back', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await stripe.customers.create({ name });

    const first = await stripe.customers.list({ limit: 2 });
    expect([first.data.map(({ name }) => name), first.has_more]).toEqual([['e', 'd'], true]);
    const second = await stripe.customers.list({ limit: 2, starting_after: first.data[1]?.id ?? '' });
    expect(second.data.map(({ name }) => name)).toEqual(['c', 'b']);
    const back = await stripe.customers.list({ limit: 1, ending_before: second.data[0]?.id ?? '' });
    expect(back.data.map(({ name }) => name)).toEqual(['d']);
    const all = await stripe.customers.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(all.map(({ name }) => name)).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('filters by what Stripe filters by, and refuses what cannot be asked for', async () => {
    const { id: customer } = await aCustomer(stripe);
    const monthly = await aPrice(stripe, 'Starter', 2900);
    const { product } = await stripe.prices.retrieve(monthly);
    const once = await stripe.prices.create({ product: product as string, currency: 'eur', unit_amount: 500 });
    await stripe.subscriptions.create({ customer, items: [{ price: monthly }] });
    await stripe.invoices.create({ customer, collection_method: 'send_invoice', days_until_due: 30 });
    await stripe.subscriptionSchedules.create({
      customer,
      phases: [{ items: [{ price: monthly }], duration: { interval: 'month' } }],
    });
    const now = Math.floor(business.sandbox.clock.now().getTime() / 1000);
    const count = async (list: Promise<Stripe.ApiList<unknown>>): Promise<number> => (await list).data.length;

    expect((await stripe.prices.list({ currency: 'eur' })).data.map(({ id }) => id)).toEqual([once.id]);
    expect((await stripe.prices.list({ type: 'one_time' })).data.map(({ id }) => id)).toEqual([once.id]);
    expect((await stripe.prices.list({ recurring: { interval: 'month' } })).data.map(({ id }) => id)).toEqual([
      monthly,
    ]);
    expect(await count(stripe.invoices.list({ due_date: { gt: now } }))).toBe(1);
    expect(await count(stripe.invoices.list({ collection_method: 'send_invoice' }))).toBe(1);
    expect(await count(stripe.subscriptions.list({ current_period_end: { gt: now + 27 * 86_400 } }))).toBe(2);
    expect(await count(stripe.subscriptions.list({ current_period_end: { lt: now } }))).toBe(0);
    expect(await count(stripe.subscriptions.list({ collection_method: 'send_invoice' }))).toBe(0);
    expect(await count(stripe.subscriptionSchedules.list({ canceled_at: { gte: 0 } }))).toBe(0);
    expect(await count(stripe.charges.list({ transfer_group: 'none' }))).toBe(0);
    expect(await count(stripe.payouts.list({ arrival_date: { gte: 0 } }))).toBe(0);
    expect(await count(stripe.checkout.sessions.list({ customer_details: { email: 'nobody@example.com' } }))).toBe(0);
    expect(await count(stripe.billingPortal.configurations.list({ is_default: false }))).toBe(0);
    const odd = { status: 'thinking' } as unknown as Stripe.SubscriptionListParams;
    await expect(stripe.subscriptions.list(odd)).rejects.toMatchObject({ statusCode: 400, param: 'status' });
  });

  it('inside an object goes there and back too, and refuses to begin behind what is not in it', async () => {
    const { id: customer } = await stripe.customers.create({ name: 'Ada' });
    const { id } = await stripe.invoices.create({ customer });
    for (const amount of [100, 200, 300])
      await stripe.invoiceItems.create({ customer, invoice: id, amount, currency: 'usd' });

    const [first, second, third] = (await stripe.invoices.listLineItems(id)).data;
    const after = await stripe.invoices.listLineItems(id, { limit: 1, starting_after: first?.id ?? '' });
    expect([after.data.map((line) => line.id), after.has_more]).toEqual([[second?.id], true]);
    const before = await stripe.invoices.listLineItems(id, { limit: 1, ending_before: third?.id ?? '' });
    expect([before.data.map((line) => line.id), before.has_more]).toEqual([[second?.id], true]);
    const nowhere = stripe.invoices.listLineItems(id, { starting_after: 'il_none' });
    await expect(nowhere).rejects.toMatchObject({ code: 'resource_missing', param: 'starting_after' });
    const range = { gte: 0, about: 7 } as Stripe.RangeQueryParam;
    await expect(stripe.invoices.list({ created: range })).rejects.toMatchObject({ param: 'created[about]' });
  });

  it('filters by what objects hang on and by time', async () => {
    const [ada, bert] = [await aCustomer(stripe), await aCustomer(stripe)];
    const price = await aPrice(stripe, 'Starter', 2900);
    for (const { id } of [ada, bert]) await stripe.subscriptions.create({ customer: id, items: [{ price }] });

    expect((await stripe.invoices.list({ customer: ada.id })).data).toHaveLength(1);
    expect((await stripe.subscriptions.list({ status: 'canceled' })).data).toEqual([]);
    const later = Math.floor(business.sandbox.clock.now().getTime() / 1000) + 1;
    expect((await stripe.invoices.list({ created: { gte: later } })).data).toEqual([]);
    expect((await stripe.prices.list({ lookup_keys: ['none'] })).data).toEqual([]);
  });
});
