import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
let starter: string;
let professional: string;
let vat: string;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  [starter, professional] = [await aPrice(stripe, 'Starter', 2900), await aPrice(stripe, 'Professional', 9900)];
  vat = (await stripe.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive: false })).id;
});

async function subscribed(more: Partial<Stripe.SubscriptionCreateParams>) {
  const { id: customer } = await aCustomer(stripe);
  return stripe.subscriptions.create({ customer, items: [{ price: starter }], ...more });
}

const off = async (terms: Stripe.CouponCreateParams): Promise<{ coupon: string }> => ({
  coupon: (await stripe.coupons.create(terms)).id,
});

async function totals({ id }: { id: string }): Promise<number[]> {
  const { data } = await stripe.invoices.list({ subscription: id, limit: 100 });
  return data.toReversed().map(({ total }) => total);
}

it('reduce one invoice, some months of them, or all', async () => {
  const [once, repeating, forever] = [
    await subscribed({ discounts: [await off({ percent_off: 50, duration: 'once' })] }),
    await subscribed({ discounts: [await off({ percent_off: 50, duration: 'repeating', duration_in_months: 2 })] }),
    await subscribed({ discounts: [await off({ amount_off: 400, currency: 'usd', duration: 'forever' })] }),
  ];

  await business.sandbox.advance({ by: 'P3M' });

  expect(await totals(once)).toEqual([1450, 2900, 2900, 2900]);
  expect(await totals(repeating)).toEqual([1450, 1450, 2900, 2900]);
  expect(await totals(forever)).toEqual([2500, 2500, 2500, 2500]);
  expect((await stripe.subscriptions.retrieve(once.id)).discounts).toEqual([]);
  const told = await business.database.query<{ type: string; created: string }>(
    `select type, created::text as created from stripe_sandbox.event where type like 'customer.discount.%' order by seq desc`,
  );
  expect(told.map(({ type, created }) => [type.slice(18), new Date(Number(created) * 1000).getUTCMonth()])).toEqual([
    ['deleted', 4],
    ['deleted', 3],
    ['created', 2],
    ['created', 2],
    ['created', 2],
  ]);
});

it('for one invoice wait out a trial', async () => {
  const trial = await subscribed({
    trial_period_days: 14,
    discounts: [await off({ percent_off: 50, duration: 'once' })],
  });

  await business.sandbox.advance({ by: 'P2M' });

  expect(await totals(trial)).toEqual([0, 1450, 2900]);
});

it('can be on one item, of some products, and come before the tax', async () => {
  const { data: prices } = await stripe.prices.list();
  const product = prices.find(({ id }) => id === professional)?.product as string;
  const items = [
    { price: starter, discounts: [await off({ percent_off: 10, duration: 'forever' })] },
    { price: professional },
  ];
  const discounts = [await off({ percent_off: 20, duration: 'forever', applies_to: { products: [product] } })];

  const { latest_invoice: made } = await subscribed({
    items,
    discounts,
    default_tax_rates: [vat],
    expand: ['latest_invoice'],
  });

  const net = 2610 + 7920;
  expect(made).toMatchObject({ subtotal: 2610 + 9900, total_excluding_tax: net, total: net + 496 + 1505 });
  expect((made as Stripe.Invoice).lines.data.map(({ taxes }) => taxes?.[0]?.amount)).toEqual([496, 1505]);
});

it('end when they are deleted or replaced; the next invoice is whole', async () => {
  const [deleted, replaced] = [
    await subscribed({ discounts: [await off({ percent_off: 50, duration: 'forever' })] }),
    await subscribed({ discounts: [await off({ percent_off: 50, duration: 'forever' })] }),
  ];
  expect(await stripe.subscriptions.deleteDiscount(deleted.id)).toMatchObject({ object: 'discount', deleted: true });
  const quarter = await off({ percent_off: 25, duration: 'forever' });
  const changed = await stripe.subscriptions.update(replaced.id, {
    discounts: [quarter],
    expand: ['discounts.source.coupon'],
  });
  expect(changed.discounts).toMatchObject([{ subscription: replaced.id, source: { coupon: { percent_off: 25 } } }]);

  await business.sandbox.advance({ by: 'P1M' });

  expect([await totals(deleted), await totals(replaced)]).toEqual([
    [1450, 2900],
    [1450, 2175],
  ]);
});

describe('a switch there and back in one second', () => {
  it.each([
    ['a percentage off', { percent_off: 33.3, duration: 'forever' }],
    ['an amount off', { amount_off: 777, currency: 'usd', duration: 'forever' }],
    ['half off the first month', { percent_off: 50, duration: 'once' }],
  ] as const)('is nothing with %s and a tax on top', async (_, terms) => {
    const { id, customer, items } = await subscribed({ discounts: [await off(terms)], default_tax_rates: [vat] });
    const [first = 0] = await totals({ id });
    await business.sandbox.advance({ to: new Date('2026-03-11T03:17:00Z') });
    for (const price of [professional, starter]) {
      await stripe.subscriptions.update(id, { items: [{ id: items.data[0]?.id ?? '', price }] });
    }

    const { data } = await stripe.invoiceItems.list({ customer: customer as string, pending: true });
    expect(data.map(({ amount }) => amount).filter((amount) => amount !== 0)).toHaveLength(4);
    expect(data.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
    await business.sandbox.advance({ by: 'P1M' });
    const whole = terms.duration === 'once' ? Math.round(2900 * 1.19) : first;
    expect((await totals({ id })).at(-1)).toBe(whole);
  });
});

it('a switch there and back with an hour between costs that hour', async () => {
  const { id, customer, items } = await subscribed({
    discounts: [await off({ percent_off: 50, duration: 'forever' })],
  });
  for (const price of [professional, starter]) {
    await business.sandbox.advance({ by: 'PT1H' });
    await stripe.subscriptions.update(id, { items: [{ id: items.data[0]?.id ?? '', price }] });
  }

  const { data } = await stripe.invoiceItems.list({ customer: customer as string, pending: true });
  expect(data.reduce((sum, { amount }) => sum + amount, 0)).toBe(Math.round((9900 - 2900) / 2 / 31 / 24));
});

it('credit what was paid, not what it would have cost without them', async () => {
  const { id, items } = await subscribed({ discounts: [await off({ percent_off: 50, duration: 'forever' })] });
  await business.sandbox.advance({ to: new Date('2026-03-16T12:00:00Z') });

  const changed = await stripe.subscriptions.update(id, {
    items: [{ id: items.data[0]?.id ?? '', price: professional }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });

  expect((changed.latest_invoice as Stripe.Invoice).lines.data.map(({ amount }) => amount)).toEqual([-725, 2475]);
});

it('are in a preview: those that will still stand, those that are asked for, and items that are added', async () => {
  const once = await off({ percent_off: 50, duration: 'once' });
  const { id, customer } = await subscribed({ discounts: [once], default_tax_rates: [vat] });

  const [next, asked, pending] = [
    await stripe.invoices.createPreview({ subscription: id }),
    await stripe.invoices.createPreview({
      subscription: id,
      discounts: [await off({ amount_off: 900, currency: 'usd' })],
      invoice_items: [{ amount: 1000, currency: 'usd', description: 'Setup' }],
      subscription_details: { default_tax_rates: '' },
    }),
    await stripe.invoices.createPreview({
      customer: customer as string,
      invoice_items: [{ amount: 1000, currency: 'usd', tax_rates: [vat] }],
    }),
  ];

  expect([next.total, asked.total, pending.total]).toEqual([3451, 3000, 1190]);
  expect((await stripe.invoiceItems.list({ customer: customer as string })).data).toEqual([]);
  await business.sandbox.advance({ by: 'P1M' });
  expect((await totals({ id })).at(-1)).toBe(3451);
});
