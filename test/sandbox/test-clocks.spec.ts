import type { Stripe } from 'stripe';
import { aBusiness, aPrice, at, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
let price: string;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  price = await aPrice(stripe, 'Starter', 2900);
});

async function living(from: string): Promise<{ clock: string; customer: string; subscription: string }> {
  const { id: clock } = await stripe.testHelpers.testClocks.create({ frozen_time: at(from), name: 'renewals' });
  const { id: customer } = await stripe.customers.create({ test_clock: clock, email: 'ada@example.com' });
  const { id: method } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: method } });
  const { id: subscription } = await stripe.subscriptions.create({ customer, items: [{ price }] });
  return { clock, customer, subscription };
}

const advance = (clock: string, to: string): Promise<Stripe.TestHelpers.TestClock> =>
  stripe.testHelpers.testClocks.advance(clock, { frozen_time: at(to) });

it('moves its customers and nobody else', async () => {
  const { clock, customer, subscription } = await living('2024-01-31T00:00:00Z');
  const now = business.sandbox.clock.now();

  const told = await advance(clock, '2024-03-30T12:00:00Z');
  expect(told).toMatchObject({ status: 'advancing', frozen_time: at('2024-01-31T00:00:00Z') });
  expect(await stripe.testHelpers.testClocks.retrieve(clock)).toMatchObject({
    status: 'ready',
    frozen_time: at('2024-03-30T12:00:00Z'),
    status_details: {},
  });

  const { data } = await stripe.invoices.list({ customer });
  expect(data.map(({ created, status, test_clock: on }) => [created, status, on])).toEqual([
    [at('2024-02-29T00:00:00Z'), 'paid', clock],
    [at('2024-01-31T00:00:00Z'), 'paid', clock],
  ]);
  expect((await stripe.subscriptions.retrieve(subscription)).items.data[0]?.current_period_end).toBe(
    at('2024-03-31T00:00:00Z'),
  );
  expect(business.sandbox.clock.now()).toEqual(now);
  await business.sandbox.advance({ by: 'P2M' });
  expect((await stripe.invoices.list({ customer })).data).toHaveLength(2);
});

it('goes forward only, and two periods at most', async () => {
  const { clock } = await living('2026-01-01T00:00:00Z');
  await expect(advance(clock, '2025-12-31T00:00:00Z')).rejects.toMatchObject({ statusCode: 400 });
  await expect(advance(clock, '2026-03-01T00:00:01Z')).rejects.toMatchObject({ statusCode: 400 });
  await advance(clock, '2026-03-01T00:00:00Z');
});

it('tells each step, and what lives on it is told at its time but sent now', async () => {
  const { clock, subscription } = await living('2031-01-01T00:00:00Z');
  await stripe.webhookEndpoints.create({ url: 'https://example.com/hook', enabled_events: ['*'] });
  await advance(clock, '2031-02-02T00:00:00Z');
  await stripe.testHelpers.testClocks.retrieve(clock);

  const { data } = await stripe.events.list({ limit: 100 });
  const steps = data.filter(({ type }) => type.startsWith('test_helpers.'));
  expect(steps.map(({ type }) => type.split('.').at(-1)).toReversed()).toEqual(['created', 'advancing', 'ready']);
  const paid = data.find(({ type }) => type === 'invoice.paid');
  expect(paid?.created).toBe(at('2031-02-01T01:00:00Z'));
  const [row] = await business.database.query<{ late: string }>(
    `select count(*)::text as late from stripe_sandbox.delivery where due_at > '2026-03-02'`,
  );
  expect(row?.late).toBe('0');
  expect((await stripe.subscriptions.list()).data).toEqual([]);
  expect((await stripe.subscriptions.list({ test_clock: clock })).data.map(({ id }) => id)).toEqual([subscription]);
});

it('holds three customers, and takes them along when it goes', async () => {
  const { clock, customer } = await living('2026-01-01T00:00:00Z');
  for (const name of ['b', 'c']) await stripe.customers.create({ test_clock: clock, name });
  await expect(stripe.customers.create({ test_clock: clock })).rejects.toMatchObject({ statusCode: 400 });
  expect((await stripe.customers.list()).data).toEqual([]);
  expect((await stripe.customers.list({ test_clock: clock })).data).toHaveLength(3);

  expect(await stripe.testHelpers.testClocks.del(clock)).toMatchObject({ deleted: true });
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ deleted: true });
  expect((await stripe.testHelpers.testClocks.list()).data).toEqual([]);
});
