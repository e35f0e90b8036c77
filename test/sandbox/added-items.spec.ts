import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, at, expectBalance, toldOf, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
let customer: string;
let starter: string;
let setup: string;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  ({ id: customer } = await aCustomer(stripe));
  starter = await aPrice(stripe, 'Starter', 3100);
  ({ id: setup } = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 5000,
    product_data: { name: 'Setup' },
  }));
});
afterEach(() => expectBalance(stripe));

const amounts = (invoice: Stripe.Invoice): number[] => invoice.lines.data.map(({ amount }) => amount);
const latest = async (id: string): Promise<Stripe.Invoice> =>
  (await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })).latest_invoice as Stripe.Invoice;

it('are on the first invoice of a subscription and on no other', async () => {
  const { id: vat } = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
  const { id: product } = await stripe.products.create({ name: 'Training' });
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price: starter }],
    add_invoice_items: [
      { price: setup, quantity: 2, tax_rates: [vat] },
      { price_data: { currency: 'usd', product, unit_amount: 900 }, metadata: { kind: 'training' } },
    ],
  });

  const first = await latest(id);
  expect(amounts(first)).toEqual([10_000, 900, 3100]);
  expect(first).toMatchObject({ status: 'paid', total: 14_000 + 2000, amount_paid: 16_000 });
  expect(first.lines.data[0]).toMatchObject({
    parent: { type: 'invoice_item_details', invoice_item_details: { subscription: id } },
    period: { start: at('2026-03-01T00:00:00Z'), end: at('2026-04-01T00:00:00Z') },
  });
  const told = (await toldOf(business)).map(({ type }) => type);
  expect(told.indexOf('invoiceitem.created')).toBeGreaterThan(told.indexOf('customer.subscription.created'));

  await business.sandbox.advance({ to: new Date('2026-04-01T02:00:00Z') });
  expect(amounts(await latest(id))).toEqual([3100]);
});

it('wait for the next invoice when nothing is invoiced now', async () => {
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: starter }] });
  await stripe.subscriptions.update(id, {
    add_invoice_items: [{ price: setup, period: { start: { type: 'now' }, end: { type: 'min_item_period_end' } } }],
  });
  expect(amounts(await latest(id))).toEqual([3100]);
  expect((await stripe.invoiceItems.list({ customer, pending: true })).data).toMatchObject([{ amount: 5000 }]);

  await business.sandbox.advance({ to: new Date('2026-04-01T02:00:00Z') });
  expect(amounts(await latest(id))).toEqual([5000, 3100]);
});

it('are invoiced with a change that is invoiced at once; there and back costs what was added and nothing else', async () => {
  const { id, items } = await stripe.subscriptions.create({ customer, items: [{ price: starter }] });
  const professional = await aPrice(stripe, 'Professional', 9300);
  await business.sandbox.advance({ to: new Date('2026-03-11T00:00:00Z') });
  const item = items.data[0]?.id ?? '';
  const turn = (price: string, more: Stripe.SubscriptionUpdateParams = {}) =>
    stripe.subscriptions.update(id, { items: [{ id: item, price }], proration_behavior: 'always_invoice', ...more });

  await turn(professional, { add_invoice_items: [{ price: setup }] });
  const there = await latest(id);
  await turn(starter);
  const back = await latest(id);

  expect(there.total + back.total).toBe(5000);
  expect(amounts(there)).toContain(5000);
});

it('are refused where they cannot be: of recurring prices, or for a change that waits for its payment', async () => {
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: starter }] });
  await expect(stripe.subscriptions.update(id, { add_invoice_items: [{ price: starter }] })).rejects.toMatchObject({
    statusCode: 400,
    param: 'add_invoice_items[0][price]',
  });
  const payment_behavior = 'pending_if_incomplete';
  await expect(
    stripe.subscriptions.update(id, { payment_behavior, add_invoice_items: [{ price: setup }] }),
  ).rejects.toMatchObject({ param: 'add_invoice_items' });
  expect((await stripe.invoiceItems.list({ customer })).data).toEqual([]);
});

it('a subscription also takes a recurring price that is only described', async () => {
  const { id: product } = await stripe.products.create({ name: 'Seats' });
  const price_data = { currency: 'usd', product, unit_amount: 700, recurring: { interval: 'month' } } as const;
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price_data, quantity: 3 }] });
  expect(amounts(await latest(id))).toEqual([2100]);
});

it('a subscription can be looked at before it begins, and nothing is kept of that', async () => {
  const { id: vat } = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
  const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: 'once' });
  const asked = { customer, discounts: [{ coupon }] };
  const details = { items: [{ price: starter, quantity: 2 }], default_tax_rates: [vat] };
  const seen = await stripe.invoices.createPreview({
    ...asked,
    subscription_details: details,
    invoice_items: [{ price: setup }],
  });

  expect(amounts(seen)).toEqual([5000, 6200]);
  expect(seen).toMatchObject({ status: 'draft', billing_reason: 'subscription_create', total: 12_096 });
  expect((await stripe.subscriptions.list({ customer })).data).toEqual([]);
  expect(await stripe.coupons.retrieve(coupon)).toMatchObject({ times_redeemed: 0 });

  const { id } = await stripe.subscriptions.create({ ...asked, ...details, add_invoice_items: [{ price: setup }] });
  expect((await latest(id)).total).toBe(seen.total);
});
