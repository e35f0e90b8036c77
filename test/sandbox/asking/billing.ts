import { aCustomer, aPrice } from '../business.js';
import { idsOf, type Asked } from './asked.js';

/** Subscriptions, their items and schedules. */
export async function subscribe({ stripe, sandbox }: Asked): Promise<void> {
  const { id: customer } = await aCustomer(stripe);
  const [price, extra] = [await aPrice(stripe, 'Starter', 2900), await aPrice(stripe, 'Seats', 500)];
  const { id, items } = await stripe.subscriptions.create({ customer, items: [{ price }] });
  await stripe.subscriptions.update(id, { metadata: { plan: 'a' } });
  const seats = await stripe.subscriptionItems.create({ subscription: id, price: extra, quantity: 2 });
  await stripe.subscriptionItems.update(seats.id, { quantity: 3 });
  expect(await stripe.subscriptionItems.retrieve(seats.id)).toMatchObject({ quantity: 3 });
  expect(idsOf(await stripe.subscriptionItems.list({ subscription: id }))).toEqual([...idsOf(items), seats.id]);
  expect(await stripe.subscriptionItems.del(seats.id)).toMatchObject({ deleted: true });
  await stripe.subscriptions.pause(id, { bill_for: { unused_time_from: { type: 'none' } } });
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'paused' });
  expect(await stripe.subscriptions.resume(id)).toMatchObject({ status: 'active' });
  expect(idsOf(await stripe.subscriptions.list({ customer }))).toEqual([id]);
  expect(idsOf(await stripe.subscriptions.search({ query: 'metadata["plan"]:"a"' }))).toEqual([id]);
  expect(await stripe.subscriptions.cancel(id)).toMatchObject({ status: 'canceled' });

  const later = Math.floor(sandbox.clock.now().getTime() / 1000) + 86_400;
  const planned = { customer, start_date: later, phases: [{ items: [{ price }] }] };
  const [one, two] = [
    await stripe.subscriptionSchedules.create(planned),
    await stripe.subscriptionSchedules.create(planned),
  ];
  await stripe.subscriptionSchedules.update(one.id, { end_behavior: 'cancel' });
  expect(await stripe.subscriptionSchedules.cancel(one.id)).toMatchObject({ status: 'canceled' });
  expect(await stripe.subscriptionSchedules.retrieve(one.id)).toMatchObject({ end_behavior: 'cancel' });
  expect(await stripe.subscriptionSchedules.release(two.id)).toMatchObject({ status: 'released' });
  expect(idsOf(await stripe.subscriptionSchedules.list({ customer }))).toEqual([two.id, one.id]);
}

/** Invoices, what is on them and how they end. */
export async function invoice({ stripe }: Asked): Promise<void> {
  const { id: customer } = await aCustomer(stripe);
  const draft = async (collection: 'charge_automatically' | 'send_invoice' = 'charge_automatically') => {
    const terms = collection === 'send_invoice' ? { days_until_due: 14 } : {};
    const { id } = await stripe.invoices.create({ customer, currency: 'usd', collection_method: collection, ...terms });
    const { lines } = await stripe.invoices.addLines(id, {
      lines: [{ amount: 1000, description: 'Setup' }, { amount: 500 }, { amount: 300 }],
    });
    return { id, lines: idsOf(lines) };
  };
  const { id, lines } = await draft();
  const [setup = '', half = '', third = ''] = lines;
  await stripe.invoices.updateLineItem(id, setup, { amount: 2000 });
  await stripe.invoices.updateLines(id, { lines: [{ id: half, amount: 600 }] });
  await stripe.invoices.removeLines(id, { lines: [{ id: third, behavior: 'delete' }] });
  await stripe.invoices.update(id, { description: 'Work' });
  expect((await stripe.invoices.listLineItems(id)).data.map(({ amount }) => amount)).toEqual([2000, 600]);
  expect(await stripe.invoices.pay(id)).toMatchObject({ status: 'paid', total: 2600 });
  expect(await stripe.invoices.retrieve(id)).toMatchObject({ description: 'Work' });
  const [payment = ''] = idsOf(await stripe.invoicePayments.list({ invoice: id }));
  expect(await stripe.invoicePayments.retrieve(payment)).toMatchObject({ invoice: id, amount_paid: 2600 });

  const sent = await draft('send_invoice');
  expect(await stripe.invoices.sendInvoice(sent.id)).toMatchObject({ status: 'open' });
  expect(await stripe.invoices.voidInvoice(sent.id)).toMatchObject({ status: 'void' });
  const owed = await draft('send_invoice');
  expect(await stripe.invoices.finalizeInvoice(owed.id)).toMatchObject({ status: 'open' });
  expect(await stripe.invoices.markUncollectible(owed.id)).toMatchObject({ status: 'uncollectible' });
  const unwanted = await draft();
  expect(await stripe.invoices.del(unwanted.id)).toMatchObject({ deleted: true });
  expect(idsOf(await stripe.invoices.list({ customer }))).toEqual([owed.id, sent.id, id]);
  expect(idsOf(await stripe.invoices.search({ query: `customer:"${customer}" AND status:"void"` }))).toEqual([sent.id]);

  const item = await stripe.invoiceItems.create({ customer, amount: 400, currency: 'usd' });
  await stripe.invoiceItems.update(item.id, { amount: 450 });
  expect(await stripe.invoiceItems.retrieve(item.id)).toMatchObject({ amount: 450 });
  expect(idsOf(await stripe.invoiceItems.list({ customer, pending: true }))).toEqual([item.id]);
  expect(await stripe.invoices.createPreview({ customer })).toMatchObject({ total: 450 });
  expect(await stripe.invoiceItems.del(item.id)).toMatchObject({ deleted: true });
}

/** Credit notes. */
export async function credit({ stripe }: Asked): Promise<void> {
  const { id: customer } = await aCustomer(stripe);
  const { id: invoice } = await stripe.invoices.create({
    customer,
    currency: 'usd',
    days_until_due: 14,
    collection_method: 'send_invoice',
  });
  const { lines } = await stripe.invoices.addLines(invoice, { lines: [{ amount: 1000, description: 'Setup' }] });
  await stripe.invoices.finalizeInvoice(invoice);
  const line = { type: 'invoice_line_item' as const, invoice_line_item: idsOf(lines)[0] ?? '', amount: 400 };
  expect(await stripe.creditNotes.preview({ invoice, lines: [line] })).toMatchObject({ total: 400 });
  expect((await stripe.creditNotes.listPreviewLineItems({ invoice, lines: [line] })).data).toMatchObject([
    { amount: 400 },
  ]);
  const { id } = await stripe.creditNotes.create({ invoice, lines: [line] });
  await stripe.creditNotes.update(id, { memo: 'Sorry' });
  expect((await stripe.creditNotes.listLineItems(id)).data).toMatchObject([{ amount: 400 }]);
  expect(await stripe.creditNotes.voidCreditNote(id)).toMatchObject({ status: 'void' });
  expect(await stripe.creditNotes.retrieve(id)).toMatchObject({ memo: 'Sorry', total: 400 });
  expect(idsOf(await stripe.creditNotes.list({ invoice }))).toEqual([id]);
}

/** Meters and usage. */
export async function meter({ stripe, sandbox }: Asked): Promise<void> {
  const { id: customer } = await aCustomer(stripe);
  const { id } = await stripe.billing.meters.create({
    ...{ display_name: 'Calls', event_name: 'calls', default_aggregation: { formula: 'sum' } },
  });
  await stripe.billing.meters.update(id, { display_name: 'API calls' });
  const used = { event_name: 'calls', payload: { stripe_customer_id: customer, value: '7' } };
  for (const identifier of ['a', 'b']) await stripe.billing.meterEvents.create({ ...used, identifier });
  await stripe.billing.meterEventAdjustments.create({
    event_name: 'calls',
    type: 'cancel',
    cancel: { identifier: 'b' },
  });
  const hour = Math.floor(sandbox.clock.now().getTime() / 3_600_000) * 3_600;
  const span = { customer, start_time: hour, end_time: hour + 3_600 };
  expect((await stripe.billing.meters.listEventSummaries(id, span)).data).toMatchObject([{ aggregated_value: 7 }]);
  expect(await stripe.billing.meters.deactivate(id)).toMatchObject({ status: 'inactive' });
  expect(idsOf(await stripe.billing.meters.list({ status: 'inactive' }))).toEqual([id]);
  expect(await stripe.billing.meters.reactivate(id)).toMatchObject({ status: 'active' });
  expect(await stripe.billing.meters.retrieve(id)).toMatchObject({ display_name: 'API calls' });
}
