import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, expectBalance, toldOf, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
let customer: string;
let invoice: string;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  ({ id: customer } = await aCustomer(stripe));
  ({ id: invoice } = await stripe.invoices.create({ customer, currency: 'usd' }));
});

/** A draft is at any time what its lines come to. */
function expectSums({
  lines,
  total_discount_amounts: off,
  total_taxes: taxes,
  total,
  amount_due: due,
}: Stripe.Invoice) {
  const sum = (parts: readonly { amount: number }[] | null): number =>
    (parts ?? []).reduce((all, { amount }) => all + amount, 0);
  const onTop = (taxes ?? []).filter(({ tax_behavior }) => tax_behavior === 'exclusive');
  expect(total).toBe(sum(lines.data) - sum(off) + sum(onTop));
  expect(due).toBe(Math.max(0, total));
}

const inWords = ({ lines }: Stripe.Invoice): string[] =>
  lines.data.map(({ description, quantity, amount }) => `${quantity} ${description} ${amount}`);

it('takes many lines at once: of amounts, prices and what was pending', async () => {
  const { id: pending } = await stripe.invoiceItems.create({ customer, amount: 700, description: 'Travel' });
  const { id: product } = await stripe.products.create({ name: 'Hours' });
  const { id: price } = await stripe.prices.create({ product, currency: 'usd', unit_amount: 2500 });
  const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: 'once' });
  const { id: vat } = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });

  const drawn = await stripe.invoices.addLines(invoice, {
    invoice_metadata: { order: '7' },
    lines: [
      { amount: 1000, description: 'Setup' },
      { pricing: { price }, quantity: 3, description: 'Hours', discounts: [{ coupon }], tax_rates: [vat] },
      { price_data: { currency: 'usd', product_data: { name: 'Mug' }, unit_amount: 450 }, description: 'Mug' },
      { invoice_item: pending },
    ],
  });

  expect(inWords(drawn)).toEqual(['1 Setup 1000', '3 Hours 7500', '1 Mug 450', '1 Travel 700']);
  expect(drawn).toMatchObject({ subtotal: 8900, total: 8900 + 1350, metadata: { order: '7' } });
  expectSums(drawn);
  expect((await stripe.invoiceItems.list({ customer, pending: true })).data).toEqual([]);
  const told = (await toldOf(business)).findLast(({ type }) => type === 'invoice.updated');
  expect(told).toMatchObject({ data: { previous_attributes: { total: 0 } } });

  const paid = await stripe.invoices.pay(invoice);
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 10_250, amount_remaining: 0 });
  await expectBalance(stripe);
});

it('changes what lines say, and the items behind them with them', async () => {
  const { id: product } = await stripe.products.create({ name: 'Hours' });
  const { id: price } = await stripe.prices.create({ product, currency: 'usd', unit_amount: 2500 });
  const { lines } = await stripe.invoices.addLines(invoice, {
    lines: [{ amount: 1000, description: 'Setup' }, { pricing: { price } }],
  });
  const [setup, hours] = lines.data.map(({ id }) => id) as [string, string];

  const changed = await stripe.invoices.updateLines(invoice, {
    lines: [
      { id: setup, amount: 1200, metadata: { team: 'north' } },
      { id: hours, quantity: 4, description: 'Hours' },
    ],
  });

  expect(inWords(changed)).toEqual(['1 Setup 1200', '4 Hours 10000']);
  expect(changed.lines.data.map(({ id }) => id)).toEqual([setup, hours]);
  expectSums(changed);
  const { data } = await stripe.invoiceItems.list({ customer });
  expect(data.map(({ amount }) => amount)).toEqual([10_000, 1200]);

  const one = await stripe.invoices.updateLineItem(invoice, hours, { amount: 9000 });
  expect(one).toMatchObject({ id: hours, amount: 9000, pricing: null });
  await stripe.invoiceItems.update(data[1]?.id ?? '', { amount: 1 });
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ total: 9001 });
});

it('lets lines go: with their item, or back to what is pending', async () => {
  const { lines } = await stripe.invoices.addLines(invoice, {
    lines: [
      { amount: 1000, description: 'Setup' },
      { amount: 300, description: 'Travel' },
    ],
  });
  const [setup, travel] = lines.data.map(({ id }) => id) as [string, string];

  const left = await stripe.invoices.removeLines(invoice, {
    lines: [
      { id: setup, behavior: 'delete' },
      { id: travel, behavior: 'unassign' },
    ],
  });

  expect(left).toMatchObject({ total: 0, lines: { data: [] } });
  const { data } = await stripe.invoiceItems.list({ customer });
  expect(data).toMatchObject([{ description: 'Travel', invoice: null }]);
  const next = await stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' });
  expect(inWords(next)).toEqual(['1 Travel 300']);
});

it('leaves the amounts of a subscription alone and takes words, taxes and discounts', async () => {
  const price = await aPrice(stripe, 'Starter', 2900);
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price }] });
  await business.sandbox.advance({ to: new Date('2026-04-01T00:30:00Z') });
  const [renewal] = (await stripe.invoices.list({ subscription: id })).data;
  const line = renewal?.lines.data[0]?.id ?? '';
  const { id: coupon } = await stripe.coupons.create({ amount_off: 400, currency: 'usd', duration: 'once' });

  const changed = await stripe.invoices.updateLines(renewal?.id ?? '', {
    lines: [{ id: line, description: 'Thank you', discounts: [{ coupon }] }],
  });

  expect(changed).toMatchObject({ total: 2500, lines: { data: [{ description: 'Thank you', amount: 2900 }] } });
  expectSums(changed);
  await expect(stripe.invoices.updateLineItem(renewal?.id ?? '', line, { amount: 1 })).rejects.toMatchObject({
    statusCode: 501,
  });
  await business.sandbox.advance({ by: 'PT2H' });
  expect(await stripe.invoices.retrieve(renewal?.id ?? '')).toMatchObject({ status: 'paid', amount_paid: 2500 });
});

it('changes nothing of what is owed already, nor what is not on it', async () => {
  const line = { amount: 1000, description: 'Setup' };
  await stripe.invoices.addLines(invoice, { lines: [line] });
  await expect(
    stripe.invoices.removeLines(invoice, { lines: [{ id: 'il_none', behavior: 'delete' }] }),
  ).rejects.toMatchObject({ code: 'resource_missing', param: 'lines[0][id]' });
  await stripe.invoices.finalizeInvoice(invoice);

  await expect(stripe.invoices.addLines(invoice, { lines: [line] })).rejects.toMatchObject({
    code: 'invoice_not_editable',
  });
});
