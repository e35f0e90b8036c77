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
