import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, at, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
let starter: string;
let professional: string;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  starter = await aPrice(stripe, 'Starter', 2900);
  professional = await aPrice(stripe, 'Professional', 9900);
});

async function subscribed(price: string, more: Partial<Stripe.SubscriptionCreateParams> = {}, card?: string) {
  const customer = await aCustomer(stripe, card);
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }], ...more });
  return { customer, id: subscription.id, subscription };
}

async function invoicesOf(subscription: string): Promise<string[]> {
  const { data } = await stripe.invoices.list({ subscription, limit: 100 });
  return data.toReversed().map(({ created, status, total }) => `${day(created)} ${status} ${total}`);
}

function day(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(5, 10);
}

const until = (date: string): Promise<void> => business.sandbox.advance({ to: new Date(`${date}T12:00:00Z`) });

it('charges the first month at once and each next one when it begins', async () => {
  const { id, subscription } = await subscribed(starter, { expand: ['latest_invoice.payments'] });
  expect(subscription.status).toBe('active');
  expect((subscription.latest_invoice as Stripe.Invoice).payments?.data).toMatchObject([
    { status: 'paid', amount_paid: 2900 },
  ]);
  expect(subscription.items.data[0]).toMatchObject({ current_period_end: at('2026-04-01T00:00:00Z') });

  await until('2026-05-02');

  expect(await invoicesOf(id)).toEqual(['03-01 paid 2900', '04-01 paid 2900', '05-01 paid 2900']);
});

it('keeps the day of the month it began on', async () => {
  await until('2026-03-31');
  const { id } = await subscribed(starter);

  await until('2026-07-01');

  expect(await invoicesOf(id)).toEqual(['03-31 paid 2900', '04-30 paid 2900', '05-31 paid 2900', '06-30 paid 2900']);
});

it('bills a trial when it ends, after a notice three days before', async () => {
  const { id, subscription } = await subscribed(professional, { trial_period_days: 14 });
  expect(subscription).toMatchObject({ status: 'trialing', trial_end: at('2026-03-15T00:00:00Z') });

  await until('2026-03-15');

  expect(await invoicesOf(id)).toEqual(['03-01 paid 0', '03-15 paid 9900']);
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
  const { data } = await stripe.events.list({ type: 'customer.subscription.trial_will_end' });
  expect(data.map(({ created }) => day(created))).toEqual(['03-12']);
});

it('ends or pauses a trial nobody can be charged for, as asked', async () => {
  const { id: customer } = await stripe.customers.create({ name: 'Ada Ltd' });
  const start = async (missing: 'cancel' | 'pause') =>
    stripe.subscriptions.create({
      customer,
      items: [{ price: starter }],
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: missing } },
    });
  const [cancelled, paused] = [await start('cancel'), await start('pause')];

  await until('2026-03-08');

  expect((await stripe.subscriptions.retrieve(cancelled.id)).status).toBe('canceled');
  expect((await stripe.subscriptions.retrieve(paused.id)).status).toBe('paused');
});

describe('an upgrade on 16 March', () => {
  const upgrade = (
    id: string,
    item: string,
    payment_behavior?: 'pending_if_incomplete',
  ): Promise<Stripe.Subscription> =>
    stripe.subscriptions.update(id, {
      items: [{ id: item, price: professional }],
      proration_behavior: 'always_invoice',
      ...(payment_behavior ? { payment_behavior } : {}),
      expand: ['latest_invoice'],
    });

  it('gives back 14.97, charges 51.10, and 99.00 from April', async () => {
    const { id, subscription } = await subscribed(starter);
    await business.sandbox.advance({ to: new Date('2026-03-16T00:00:00Z') });

    const changed = await upgrade(id, subscription.items.data[0]?.id ?? '');

    const invoice = changed.latest_invoice as Stripe.Invoice;
    expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([-1497, 5110]);
    expect(invoice).toMatchObject({ status: 'paid', total: 3613, amount_paid: 3613 });
    expect(invoice.lines.data[0]?.parent?.subscription_item_details).toMatchObject({ proration: true });
    await until('2026-04-01');
    expect((await invoicesOf(id)).at(-1)).toBe('04-01 paid 9900');
  });

  it('is previewed to the cent, and the preview leaves nothing behind', async () => {
    const { id, subscription } = await subscribed(starter);
    await business.sandbox.advance({ to: new Date('2026-03-16T00:00:00Z') });
    const items = [{ id: subscription.items.data[0]?.id ?? '', price: professional }];
    const rows = async (): Promise<unknown> =>
      business.database.query('select id, data::text from stripe_sandbox.object order by id');
    const before = await rows();

    const now = await stripe.invoices.createPreview({
      subscription: id,
      subscription_details: { items, proration_behavior: 'always_invoice' },
    });
    const next = await stripe.invoices.createPreview({ subscription: id, subscription_details: { items } });

    expect([now.total, next.total]).toEqual([3613, 3613 + 9900]);
    expect(await rows()).toEqual(before);
  });

  it('waits 23 hours for a card that fails, then lapses', async () => {
    const { id, subscription, customer } = await subscribed(starter);
    await stripe.rawRequest('POST', '/_sandbox/outcomes', {
      method: customer.method,
      outcomes: ['insufficient_funds'],
    });
    await business.sandbox.advance({ to: new Date('2026-03-16T00:00:00Z') });

    const waiting = await upgrade(id, subscription.items.data[0]?.id ?? '', 'pending_if_incomplete');
    expect(waiting).toMatchObject({ status: 'active', items: { data: [{ price: { id: starter } }] } });
    expect(waiting.pending_update?.expires_at).toBe(at('2026-03-16T23:00:00Z'));

    await until('2026-03-17');
    const lapsed = await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] });
    expect(lapsed).toMatchObject({ pending_update: null, latest_invoice: { status: 'void' } });
  });

  it('carries nothing that could not wait', async () => {
    const { id, subscription } = await subscribed(starter);
    const change = {
      items: [{ id: subscription.items.data[0]?.id ?? '', price: professional }],
      payment_behavior: 'pending_if_incomplete' as const,
      metadata: { seen: 'yes' },
    };
    await expect(stripe.subscriptions.update(id, change)).rejects.toMatchObject({ statusCode: 400, param: 'metadata' });
  });

  it('takes effect when it is paid after all', async () => {
    const { id, subscription, customer } = await subscribed(starter);
    await stripe.rawRequest('POST', '/_sandbox/outcomes', {
      method: customer.method,
      outcomes: ['insufficient_funds'],
    });
    await business.sandbox.advance({ to: new Date('2026-03-16T00:00:00Z') });
    const waiting = await upgrade(id, subscription.items.data[0]?.id ?? '', 'pending_if_incomplete');

    await stripe.invoices.pay((waiting.latest_invoice as Stripe.Invoice).id ?? '');

    const paid = await stripe.subscriptions.retrieve(id);
    expect(paid).toMatchObject({ pending_update: null, items: { data: [{ price: { id: professional } }] } });
  });
});

it('a switch there and back in one second is nothing', async () => {
  const { id, subscription, customer } = await subscribed(starter);
  await business.sandbox.advance({ to: new Date('2026-03-11T03:17:00Z') });
  const item = subscription.items.data[0]?.id ?? '';

  await stripe.subscriptions.update(id, { items: [{ id: item, price: professional }] });
  await stripe.subscriptions.update(id, { items: [{ id: item, price: starter }] });

  const { data } = await stripe.invoiceItems.list({ customer: customer.id, pending: true });
  expect(data).toHaveLength(4);
  expect(data.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  await until('2026-04-01');
  expect((await invoicesOf(id)).at(-1)).toBe('04-01 paid 2900');
});

it('begins a new period at once when the interval changes', async () => {
  const { id, subscription } = await subscribed(starter);
  const yearly = await aPrice(stripe, 'Starter', 29_000, 'year');
  await business.sandbox.advance({ to: new Date('2026-03-16T00:00:00Z') });

  const changed = await stripe.subscriptions.update(id, {
    items: [{ id: subscription.items.data[0]?.id ?? '', price: yearly }],
    expand: ['latest_invoice'],
  });

  expect((changed.latest_invoice as Stripe.Invoice).lines.data.map(({ amount }) => amount)).toEqual([-1497, 29_000]);
  expect(changed.items.data[0]?.current_period_end).toBe(at('2027-03-16T00:00:00Z'));
});

it('a downgrade billed at once leaves credit that pays the next invoice first', async () => {
  const { id, subscription, customer } = await subscribed(professional);
  await business.sandbox.advance({ to: new Date('2026-03-16T00:00:00Z') });
  await stripe.subscriptions.update(id, {
    items: [{ id: subscription.items.data[0]?.id ?? '', price: starter }],
    proration_behavior: 'always_invoice',
  });
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -3613 });

  await until('2026-05-01');

  const { data } = await stripe.invoices.list({ subscription: id, limit: 2 });
  expect(data.map(({ total, amount_due: due }) => [total, due])).toEqual([
    [2900, 2187],
    [2900, 0],
  ]);
});

it('ends when the paid period does, unless the customer thinks again', async () => {
  const [leaving, staying] = [await subscribed(professional), await subscribed(professional)];
  await until('2026-03-10');
  const asked = await stripe.subscriptions.update(leaving.id, { cancel_at_period_end: true });
  expect(asked).toMatchObject({ status: 'active', cancel_at: at('2026-04-01T00:00:00Z') });
  await stripe.subscriptions.update(staying.id, { cancel_at_period_end: true });
  await stripe.subscriptions.update(staying.id, { cancel_at_period_end: false });

  await until('2026-04-02');

  expect(await stripe.subscriptions.retrieve(leaving.id)).toMatchObject({
    status: 'canceled',
    ended_at: at('2026-04-01T00:00:00Z'),
    cancellation_details: { reason: 'cancellation_requested' },
  });
  expect(await invoicesOf(leaving.id)).toHaveLength(1);
  expect(await invoicesOf(staying.id)).toHaveLength(2);
});

it('voids what would be billed while collection is paused', async () => {
  const { id } = await subscribed(professional);
  await until('2026-03-10');
  const resumes_at = at('2026-05-10T00:00:00Z');
  await stripe.subscriptions.update(id, { pause_collection: { behavior: 'void', resumes_at } });

  await until('2026-06-02');

  expect(await invoicesOf(id)).toEqual(['03-01 paid 9900', '04-01 void 9900', '05-01 void 9900', '06-01 paid 9900']);
  expect((await stripe.subscriptions.retrieve(id)).pause_collection).toBeNull();
});

describe('a first payment that fails', () => {
  it('leaves the subscription incomplete and lapses after 23 hours', async () => {
    const { id, subscription } = await subscribed(starter, {}, 'pm_card_chargeCustomerFail');
    expect(subscription.status).toBe('incomplete');

    await until('2026-03-02');

    expect((await stripe.subscriptions.retrieve(id)).status).toBe('incomplete_expired');
    expect(await invoicesOf(id)).toEqual(['03-01 void 2900']);
  });

  it('leaves nothing at all when the caller wants an error', async () => {
    const { id: customer } = await aCustomer(stripe, 'pm_card_chargeCustomerFail');
    const asked = { customer, items: [{ price: starter }], payment_behavior: 'error_if_incomplete' as const };

    await expect(stripe.subscriptions.create(asked)).rejects.toMatchObject({ statusCode: 402 });

    expect((await stripe.subscriptions.list({ customer, status: 'all' })).data).toEqual([]);
  });

  it('becomes active when the waiting payment is confirmed', async () => {
    const { id, subscription, customer } = await subscribed(starter, {
      payment_behavior: 'default_incomplete',
      expand: ['latest_invoice.payments'],
    });
    const invoice = subscription.latest_invoice as Stripe.Invoice;
    const intent = await stripe.paymentIntents.retrieve(invoice.payments?.data[0]?.payment.payment_intent as string);
    expect([subscription.status, intent.status]).toEqual(['incomplete', 'requires_payment_method']);

    await stripe.paymentIntents.confirm(intent.id, { payment_method: customer.method });

    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
  });
});
