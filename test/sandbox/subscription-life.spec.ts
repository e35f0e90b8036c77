import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, at, toldOf, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
let starter: string;
let seats: string;
let customer: string;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  starter = await aPrice(stripe, 'Starter', 3100);
  seats = await aPrice(stripe, 'Seats', 310);
  ({ id: customer } = await aCustomer(stripe));
});

const subscribed = (more: Partial<Stripe.SubscriptionCreateParams> = {}): Promise<Stripe.Subscription> =>
  stripe.subscriptions.create({ customer, items: [{ price: starter }], ...more });

const until = (instant: string): Promise<void> => business.sandbox.advance({ to: new Date(instant) });

async function eventsOf(type: string): Promise<Stripe.Event[]> {
  return (await toldOf(business)).filter((event) => event.type === type);
}

const day = (seconds: number | null | undefined): string => new Date((seconds ?? 0) * 1000).toISOString().slice(5, 10);

it('takes a second item in, changes it and lets it go, each prorated by itself', async () => {
  const { id } = await subscribed();
  await until('2026-03-11T00:00:00Z');

  const item = await stripe.subscriptionItems.create({ subscription: id, price: seats, quantity: 3 });
  expect(await stripe.subscriptionItems.retrieve(item.id)).toMatchObject({ id: item.id, quantity: 3 });
  await stripe.subscriptionItems.update(item.id, { quantity: 2 });
  expect((await stripe.subscriptionItems.list({ subscription: id })).data).toHaveLength(2);
  expect(await stripe.subscriptionItems.del(item.id)).toEqual(expect.objectContaining({ deleted: true }));

  const { data } = await stripe.invoiceItems.list({ customer, pending: true });
  expect(data.map(({ amount }) => amount).toReversed()).toEqual([630, -630, 420, -420]);
  const [last] = (await stripe.subscriptionItems.list({ subscription: id })).data;
  await expect(stripe.subscriptionItems.del(last?.id ?? '')).rejects.toMatchObject({ statusCode: 400 });
  await expect(stripe.subscriptionItems.retrieve('si_nothing')).rejects.toMatchObject({ statusCode: 404 });
});

it('bills all items on one invoice', async () => {
  await subscribed({ items: [{ price: starter }, { price: seats, quantity: 5 }] });
  await until('2026-04-02T00:00:00Z');

  const { data } = await stripe.invoices.list({ customer, limit: 1 });
  expect(data[0]).toMatchObject({ status: 'paid', total: 4650 });
});

it('paused with credit for what is left; resumed with a new period', async () => {
  const { id } = await subscribed();
  await until('2026-03-11T00:00:00Z');
  expect(await stripe.subscriptions.pause(id)).toMatchObject({ status: 'paused' });

  await until('2026-05-15T00:00:00Z');
  const resumed = await stripe.subscriptions.resume(id, { expand: ['latest_invoice'] });

  expect(resumed).toMatchObject({ status: 'active', billing_cycle_anchor: at('2026-05-15T00:00:00Z') });
  expect((resumed.latest_invoice as Stripe.Invoice).lines.data.map(({ amount }) => amount)).toEqual([-2100, 3100]);
  expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(2);
  expect((await eventsOf('customer.subscription.paused')).map(({ created }) => day(created))).toEqual(['03-11']);
  expect((await eventsOf('customer.subscription.resumed')).map(({ created }) => day(created))).toEqual(['05-15']);
  await until('2026-06-16T00:00:00Z');
  expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(3);
});

it('resumed into the old calendar costs the rest of the period', async () => {
  const { id } = await subscribed();
  await stripe.subscriptions.pause(id, { bill_for: { unused_time_from: { type: 'none' } } });
  await until('2026-05-11T00:00:00Z');

  const resumed = await stripe.subscriptions.resume(id, {
    billing_cycle_anchor: { type: 'unchanged' },
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });

  expect(resumed.items.data[0]?.current_period_end).toBe(at('2026-06-01T00:00:00Z'));
  expect(resumed.latest_invoice).toMatchObject({ total: 2100, status: 'paid' });
});

it('resumed on payment stays paused while nobody pays, and 23 hours void the invoice', async () => {
  const { id } = await subscribed();
  const { invoice_settings: kept } = (await stripe.customers.retrieve(customer)) as Stripe.Customer;
  await stripe.subscriptions.pause(id, { bill_for: { unused_time_from: { type: 'none' } } });
  const outcomes = ['insufficient_funds', 'insufficient_funds'];
  await stripe.rawRequest('POST', '/_sandbox/outcomes', { method: kept.default_payment_method as string, outcomes });
  const resume = () =>
    stripe.subscriptions.resume(id, { payment_behavior: 'resume_on_payment_success', expand: ['latest_invoice'] });

  expect(await resume()).toMatchObject({ status: 'paused', latest_invoice: { status: 'open' } });
  await until('2026-03-02T00:00:00Z');
  const lapsed = await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] });
  expect(lapsed).toMatchObject({ status: 'paused', latest_invoice: { status: 'void' } });

  const second = (await resume()).latest_invoice as Stripe.Invoice;
  await stripe.invoices.pay(second.id ?? '');
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' });
});

it('keeps drafts while collection is paused so, and writes off when asked to', async () => {
  const [drafts, losses] = [await subscribed(), await subscribed()];
  await stripe.subscriptions.update(drafts.id, { pause_collection: { behavior: 'keep_as_draft' } });
  await stripe.subscriptions.update(losses.id, { pause_collection: { behavior: 'mark_uncollectible' } });
  await until('2026-04-02T00:00:00Z');

  const last = async (subscription: string) => (await stripe.invoices.list({ subscription, limit: 1 })).data[0];
  expect(await last(drafts.id)).toMatchObject({ status: 'draft', auto_advance: false });
  expect(await last(losses.id)).toMatchObject({ status: 'uncollectible' });
  expect((await stripe.subscriptions.retrieve(losses.id)).status).toBe('active');
});

it('announces a renewal a week before, with what it will cost', async () => {
  await subscribed({ items: [{ price: starter, quantity: 2 }] });
  await until('2026-04-02T00:00:00Z');

  const told = await eventsOf('invoice.upcoming');
  expect(told.map(({ created }) => day(created))).toEqual(['03-25']);
  expect(told[0]?.data.object).toMatchObject({ billing_reason: 'upcoming', amount_due: 6200 });
});

it('sends an invoice, reminds before it is due and is behind after', async () => {
  const { id } = await subscribed({ collection_method: 'send_invoice', days_until_due: 14 });
  await until('2026-03-16T00:00:00Z');

  expect((await eventsOf('invoice.will_be_due')).map(({ created }) => day(created))).toEqual(['03-12']);
  expect((await eventsOf('invoice.overdue')).map(({ created }) => day(created))).toEqual(['03-15']);
  const late = await stripe.subscriptions.retrieve(id);
  expect(late.status).toBe('past_due');

  await stripe.invoices.pay(late.latest_invoice as string, { paid_out_of_band: true });
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
});
