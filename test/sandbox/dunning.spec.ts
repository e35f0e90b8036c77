import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, at, toldOf, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
let subscription: string;
let method: string;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  const customer = await aCustomer(stripe);
  method = customer.method;
  const price = await aPrice(stripe, 'Starter', 2900);
  ({ id: subscription } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] }));
});

async function failing(times: number): Promise<void> {
  const outcomes = Array.from({ length: times }, () => 'insufficient_funds');
  await stripe.rawRequest('POST', '/_sandbox/outcomes', { method, outcomes });
}

async function eventsOf(type: string): Promise<string[]> {
  const events = (await toldOf(business)).filter((event) => event.type === type);
  return events.map(({ created }) => new Date(created * 1000).toISOString().slice(5, 13));
}

it('tries again after 1, 3 and 7 days and is active once it is paid', async () => {
  await failing(3);
  await business.sandbox.advance({ to: new Date('2026-04-01T02:00:00Z') });
  expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('past_due');

  await business.sandbox.advance({ to: new Date('2026-04-20T00:00:00Z') });

  expect(await eventsOf('invoice.payment_failed')).toEqual(['04-01T01', '04-02T01', '04-04T01']);
  expect((await eventsOf('invoice.paid')).at(-1)).toBe('04-08T01');
  const now = await stripe.subscriptions.retrieve(subscription, { expand: ['customer', 'latest_invoice'] });
  expect(now).toMatchObject({
    status: 'active',
    customer: { delinquent: false },
    latest_invoice: { attempt_count: 4 },
  });
});

it('gives up after the fourth retry: the invoice is uncollectible, the subscription over', async () => {
  await failing(5);

  await business.sandbox.advance({ to: new Date('2026-06-01T00:00:00Z') });

  expect(await eventsOf('invoice.payment_failed')).toEqual([
    '04-01T01',
    '04-02T01',
    '04-04T01',
    '04-08T01',
    '04-15T01',
  ]);
  const ended = await stripe.subscriptions.retrieve(subscription, { expand: ['latest_invoice'] });
  expect(ended).toMatchObject({
    status: 'canceled',
    cancellation_details: { reason: 'payment_failed' },
    latest_invoice: { status: 'uncollectible', status_details: { uncollectible: { reason: 'max_payment_attempts' } } },
  });
  expect(await eventsOf('customer.subscription.deleted')).toEqual(['04-15T01']);
});

it('is over at once when somebody pays by hand', async () => {
  await failing(2);
  await business.sandbox.advance({ to: new Date('2026-04-03T00:00:00Z') });
  const { latest_invoice: invoice } = await stripe.subscriptions.retrieve(subscription);

  await stripe.invoices.pay(invoice as string);

  expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('active');
  await business.sandbox.advance({ to: new Date('2026-04-10T00:00:00Z') });
  expect(await eventsOf('invoice.payment_failed')).toHaveLength(2);
});

it('keeps to the schedule and the end that were set for the account', async () => {
  await business.stripe.rawRequest('POST', '/_sandbox/settings', { retry_days: [2, 5], after_retries: 'mark_unpaid' });
  await failing(3);
  await business.sandbox.advance({ to: new Date('2026-04-02T00:00:00Z') });
  const { latest_invoice: invoice } = await stripe.subscriptions.retrieve(subscription, { expand: ['latest_invoice'] });
  expect(invoice).toMatchObject({ next_payment_attempt: at('2026-04-03T01:00:00Z'), attempt_count: 1 });

  await business.sandbox.advance({ to: new Date('2026-05-02T00:00:00Z') });

  expect(await eventsOf('invoice.payment_failed')).toEqual(['04-01T01', '04-03T01', '04-06T01']);
  const unpaid = await stripe.subscriptions.retrieve(subscription, { expand: ['latest_invoice'] });
  expect(unpaid).toMatchObject({ status: 'unpaid', latest_invoice: { status: 'draft', auto_advance: false } });
  const [open] = (await stripe.invoices.list({ subscription, status: 'open' })).data;
  await stripe.invoices.pay(open?.id ?? '');
  expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('active');
});

it('leaves every try to others when there is no schedule', async () => {
  await business.stripe.rawRequest('POST', '/_sandbox/settings', { retry_days: '' });
  await failing(1);
  await business.sandbox.advance({ to: new Date('2026-04-30T00:00:00Z') });

  const behind = await stripe.subscriptions.retrieve(subscription, { expand: ['latest_invoice'] });
  expect(behind).toMatchObject({ status: 'past_due', latest_invoice: { status: 'open', next_payment_attempt: null } });
  expect(await eventsOf('invoice.payment_failed')).toHaveLength(1);
});

it('does not ask a stolen card twice, and goes on once it has been replaced', async () => {
  await stripe.rawRequest('POST', '/_sandbox/outcomes', { method, outcomes: ['stolen_card'] });
  await business.sandbox.advance({ to: new Date('2026-04-05T00:00:00Z') });
  expect(await eventsOf('charge.failed')).toHaveLength(1);
  const { customer, ...behind } = await stripe.subscriptions.retrieve(subscription, { expand: ['latest_invoice'] });
  expect(behind.latest_invoice).toMatchObject({ attempt_count: 3, next_payment_attempt: at('2026-04-08T01:00:00Z') });

  const { id: fresh } = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer as string });
  await stripe.customers.update(customer as string, { invoice_settings: { default_payment_method: fresh } });
  await business.sandbox.advance({ to: new Date('2026-04-09T00:00:00Z') });

  expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('active');
  expect((await eventsOf('invoice.paid')).at(-1)).toBe('04-08T01');
});

it('asks the buyer when the bank does', async () => {
  await stripe.rawRequest('POST', '/_sandbox/outcomes', { method, outcomes: ['authentication_required'] });
  await business.sandbox.advance({ to: new Date('2026-04-01T02:00:00Z') });

  expect(await eventsOf('invoice.payment_action_required')).toEqual(['04-01T01']);
  expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('past_due');
});
