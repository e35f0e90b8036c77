import { Logger } from '@nestjs/common';
import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, at, toldOf, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
let starter: string;
let professional: string;
let customer: string;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  starter = await aPrice(stripe, 'Starter', 3100);
  professional = await aPrice(stripe, 'Professional', 9300);
  ({ id: customer } = await aCustomer(stripe));
});

const until = (instant: string): Promise<void> => business.sandbox.advance({ to: new Date(instant) });

async function totals(): Promise<string[]> {
  const { data } = await stripe.invoices.list({ customer, limit: 100 });
  return data.toReversed().map(({ created, total }) => `${day(created)} ${total}`);
}

async function told(): Promise<string[]> {
  return (await toldOf(business))
    .filter(({ type }) => type.startsWith('subscription_schedule.'))
    .map(({ type, created }) => `${day(created)} ${type.slice('subscription_schedule.'.length)}`);
}

const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(5, 10);

const month = { interval: 'month', interval_count: 1 } as const;

it('leads a subscription from one price to the next and lets it go', async () => {
  const schedule = await stripe.subscriptionSchedules.create({
    customer,
    start_date: at('2026-03-15T00:00:00Z'),
    phases: [
      { items: [{ price: starter }], duration: month },
      { items: [{ price: professional, quantity: 2 }], duration: month, proration_behavior: 'none' },
    ],
  });
  expect(schedule).toMatchObject({ status: 'not_started', subscription: null, current_phase: null });

  await until('2026-03-16T00:00:00Z');
  const running = await stripe.subscriptionSchedules.retrieve(schedule.id, { expand: ['subscription'] });
  expect(running).toMatchObject({
    status: 'active',
    current_phase: { end_date: at('2026-04-15T00:00:00Z') },
    subscription: { status: 'active', schedule: schedule.id },
  });
  await until('2026-06-16T00:00:00Z');

  expect(await totals()).toEqual(['03-15 3100', '04-15 18600', '05-15 18600', '06-15 18600']);
  expect(await told()).toEqual(['03-01 created', '03-15 updated', '04-15 updated', '05-08 expiring', '05-15 released']);
  const released = await stripe.subscriptionSchedules.retrieve(schedule.id);
  const subscription = await stripe.subscriptions.retrieve(released.released_subscription as string);
  expect(subscription).toMatchObject({ status: 'active', schedule: null });
});

it('takes over a running subscription and lowers it at its renewal', async () => {
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: professional }] });
  await until('2026-03-10T00:00:00Z');
  const { id: schedule, phases } = await stripe.subscriptionSchedules.create({ from_subscription: id });
  expect(phases).toMatchObject([{ end_date: at('2026-04-01T00:00:00Z'), items: [{ price: professional }] }]);

  await stripe.subscriptionSchedules.update(schedule, {
    phases: [
      { items: [{ price: professional }], start_date: phases[0]?.start_date, end_date: phases[0]?.end_date },
      { items: [{ price: starter }], duration: month },
    ],
  });
  expect((await stripe.subscriptions.retrieve(id)).items.data[0]?.price.id).toBe(professional);
  await until('2026-05-02T00:00:00Z');

  expect(await totals()).toEqual(['03-01 9300', '04-01 3100', '05-01 3100']);
  const after = await stripe.subscriptions.retrieve(id);
  expect(after).toMatchObject({ schedule: null, items: { data: [{ price: { id: starter } }] } });
});

it('enters a phase wholly or not at all, and says so when it cannot', async () => {
  const { id: card } = await stripe.paymentMethods.attach('pm_card_mastercard', { customer });
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: starter }] });
  const { id: schedule, phases } = await stripe.subscriptionSchedules.create({ from_subscription: id });
  await stripe.subscriptionSchedules.update(schedule, {
    phases: [
      { items: [{ price: starter }], start_date: phases[0]?.start_date ?? 0, end_date: phases[0]?.end_date ?? 0 },
      { items: [{ price: professional }], duration: month, default_payment_method: card },
    ],
  });
  await stripe.paymentMethods.detach(card);
  const log: string[] = [];
  Logger.overrideLogger({ log() {}, error() {}, warn: (line: string) => void log.push(line) });

  await until('2026-05-02T00:00:00Z').finally(() => Logger.overrideLogger(['error']));

  expect(log).toEqual([expect.stringContaining(`schedule.phase of ${schedule} was passed over`)]);
  expect(await totals()).toEqual(['03-01 3100', '04-01 3100', '05-01 3100']);
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ items: { data: [{ price: { id: starter } }] } });
});

it('prorates a phase that begins in the middle of a period', async () => {
  const first = at('2026-03-01T00:00:00Z');
  await stripe.subscriptionSchedules.create({
    customer,
    phases: [
      { items: [{ price: starter }], end_date: at('2026-03-11T00:00:00Z') },
      { items: [{ price: professional }], duration: month, proration_behavior: 'always_invoice' },
    ],
    start_date: first,
  });
  await until('2026-04-02T00:00:00Z');

  expect(await totals()).toEqual(['03-01 3100', '03-11 4200', '04-01 9300']);
});

it('ends its subscription with the last phase, unless it is released before', async () => {
  const plan = (): Promise<Stripe.SubscriptionSchedule> =>
    stripe.subscriptionSchedules.create({
      customer,
      end_behavior: 'cancel',
      phases: [{ items: [{ price: starter }], duration: month }],
    });
  const [ending, released] = [await plan(), await plan()];
  const one = ending.subscription as string;
  expect(await stripe.subscriptions.retrieve(one)).toMatchObject({ cancel_at: at('2026-04-01T00:00:00Z') });
  await expect(stripe.subscriptions.update(one, { cancel_at_period_end: true })).rejects.toMatchObject({
    statusCode: 400,
  });
  await stripe.subscriptionSchedules.release(released.id);
  await until('2026-04-02T00:00:00Z');

  expect(await stripe.subscriptions.retrieve(one)).toMatchObject({ status: 'canceled' });
  expect((await stripe.subscriptionSchedules.retrieve(ending.id)).status).toBe('completed');
  const other = await stripe.subscriptions.retrieve(released.subscription as string);
  expect(other).toMatchObject({ status: 'active', cancel_at: null });
});

it('is cancelled with its subscription, whichever goes first', async () => {
  const phases = [{ items: [{ price: starter }], duration: month }];
  const [one, two] = [
    await stripe.subscriptionSchedules.create({ customer, phases }),
    await stripe.subscriptionSchedules.create({ customer, phases }),
  ];
  await stripe.subscriptionSchedules.cancel(one.id);
  await stripe.subscriptions.cancel(two.subscription as string);

  expect((await stripe.subscriptions.retrieve(one.subscription as string)).status).toBe('canceled');
  expect((await stripe.subscriptionSchedules.retrieve(two.id)).status).toBe('canceled');
  expect((await told()).filter((line) => line.endsWith('canceled'))).toHaveLength(2);
  await expect(stripe.subscriptionSchedules.release(one.id)).rejects.toMatchObject({ statusCode: 400 });
});

describe('a phase', () => {
  const running = async (schedule: string): Promise<Stripe.Subscription> => {
    const { subscription } = await stripe.subscriptionSchedules.retrieve(schedule, { expand: ['subscription'] });
    return subscription as Stripe.Subscription;
  };

  it('brings its own discount, taxes and one-time items, and takes them away with it', async () => {
    const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: 'forever' });
    const { id: vat } = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
    const { id: setup } = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 1000,
      product_data: { name: 'Setup' },
    });
    const { id, phases } = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      phases: [
        {
          items: [{ price: starter }],
          duration: { interval: 'month', interval_count: 2 },
          discounts: [{ coupon }],
          default_tax_rates: [vat],
          add_invoice_items: [{ price: setup }],
        },
        { items: [{ price: starter }], duration: month },
      ],
    });
    expect(phases[0]).toMatchObject({
      discounts: [{ coupon, discount: null, promotion_code: null }],
      default_tax_rates: [{ id: vat }],
      add_invoice_items: [{ price: setup, quantity: 1, period: { start: { type: 'max_item_period_start' } } }],
    });

    await until('2026-05-02T00:00:00Z');

    // (1000 + 3100) / 2 and a fifth on top; the second month without the setup; the third in full.
    expect(await totals()).toEqual(['03-01 2460', '04-01 1860', '05-01 3100']);
    expect(await running(id)).toMatchObject({ discounts: [], default_tax_rates: [] });
    expect(await stripe.coupons.retrieve(coupon)).toMatchObject({ times_redeemed: 1 });
  });

  it('that goes on with what it had redeems no coupon a second time, and adds nothing twice', async () => {
    const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
    const { id: own } = await stripe.coupons.create({ amount_off: 100, currency: 'usd', duration: 'forever' });
    const { id: setup } = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 1000,
      product_data: { name: 'Setup' },
    });
    const phase = {
      items: [{ price: starter, discounts: [{ coupon: own }] }],
      discounts: [{ coupon }],
      add_invoice_items: [{ price: setup }],
    };
    const start_date = at('2026-03-01T00:00:00Z');
    const { id } = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      phases: [{ ...phase, duration: month }],
    });
    const before = await running(id);

    await stripe.subscriptionSchedules.update(id, {
      phases: [
        { ...phase, start_date, duration: month },
        { ...phase, add_invoice_items: [], duration: month },
      ],
    });
    await until('2026-04-02T00:00:00Z');

    const after = await running(id);
    expect([after.discounts, after.items.data[0]?.discounts]).toEqual([
      before.discounts,
      before.items.data[0]?.discounts,
    ]);
    expect(await stripe.coupons.retrieve(coupon)).toMatchObject({ times_redeemed: 1 });
    expect(await totals()).toEqual(['03-01 3600', '04-01 2700']);
  });

  it('of a subscription taken over keeps its discounts and taxes', async () => {
    const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
    const { id: vat } = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: true });
    const { id, discounts } = await stripe.subscriptions.create({
      customer,
      items: [{ price: starter }],
      discounts: [{ coupon }],
      default_tax_rates: [vat],
    });
    const { phases } = await stripe.subscriptionSchedules.create({ from_subscription: id });
    expect(phases[0]).toMatchObject({
      discounts: [{ discount: discounts[0], coupon: null }],
      default_tax_rates: [{ id: vat }],
    });
  });
});
