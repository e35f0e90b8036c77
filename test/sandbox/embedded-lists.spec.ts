import { aBusiness, aCustomer } from './business.js';

const FROM_0_TO_10 = Array.from({ length: 11 }, (_, n) => n);
const TEN_OF_MORE = { has_more: true, data: { length: 10 } };

it('shows ten lines of an invoice in answers, in lists, under what names it and in events; all of them when asked', async () => {
  const { stripe, database } = await aBusiness();
  const { id: customer } = await aCustomer(stripe);
  const { id: invoice } = await stripe.invoices.create({ customer });
  for (const n of FROM_0_TO_10)
    await stripe.invoiceItems.create({ customer, invoice, amount: 100 + n, currency: 'usd' });

  expect((await stripe.invoices.retrieve(invoice)).lines).toMatchObject(TEN_OF_MORE);
  expect((await stripe.invoices.list()).data[0]?.lines).toMatchObject(TEN_OF_MORE);
  const { data } = await stripe.invoiceItems.list({ invoice, limit: 1, expand: ['data.invoice'] });
  expect(data[0]?.invoice).toMatchObject({ lines: TEN_OF_MORE });
  const told = await database.query<{ body: string }>(
    `select body from stripe_sandbox.event where type = 'invoice.updated' order by seq desc limit 1`,
  );
  expect(JSON.parse(told[0]?.body ?? '')).toMatchObject({
    data: { object: { lines: TEN_OF_MORE }, previous_attributes: { lines: { has_more: false } } },
  });
  const all = await stripe.invoices.listLineItems(invoice, { limit: 100 }).autoPagingToArray({ limit: 100 });
  expect(all.map(({ amount }) => amount).toSorted((a, b) => a - b)).toEqual(FROM_0_TO_10.map((n) => 100 + n));
  expect((await stripe.invoices.retrieve(invoice)).total).toBe(all.reduce((sum, { amount }) => sum + amount, 0));
});

it('shows ten refunds of a charge and ten things of a checkout', async () => {
  const { stripe } = await aBusiness();
  const { id: customer, method: payment_method } = await aCustomer(stripe);
  const paid = await stripe.paymentIntents.create({
    ...{ amount: 9700, currency: 'usd', customer, payment_method, confirm: true, off_session: true },
  });
  for (const _ of FROM_0_TO_10) await stripe.refunds.create({ payment_intent: paid.id, amount: 100 });
  const charge = await stripe.charges.retrieve(paid.latest_charge as string, { expand: ['refunds'] });
  expect(charge.refunds).toMatchObject(TEN_OF_MORE);
  expect(charge.amount_refunded).toBe(1100);

  const line_items = FROM_0_TO_10.map((n) => ({
    price_data: { currency: 'usd', unit_amount: 100 + n, product_data: { name: `Thing ${n}` } },
    quantity: 1,
  }));
  const session = await stripe.checkout.sessions.create({
    ...{ mode: 'payment' as const, success_url: 'https://example.com', line_items, expand: ['line_items'] },
  });
  expect(session.line_items).toMatchObject(TEN_OF_MORE);
  expect((await stripe.checkout.sessions.listLineItems(session.id, { limit: 100 })).data).toHaveLength(11);
});
