import { Stripe } from 'stripe';
import { aBusiness, aCustomer, at, toldOf, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
let meter: Stripe.Billing.Meter;
let customer: string;

beforeEach(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  customer = (await aCustomer(stripe)).id;
  meter = await stripe.billing.meters.create({
    display_name: 'API calls',
    event_name: 'api_calls',
    default_aggregation: { formula: 'sum' },
  });
});

const used = async (value: number, identifier: string, timestamp?: number): Promise<Stripe.Billing.MeterEvent> =>
  stripe.billing.meterEvents.create({
    event_name: 'api_calls',
    identifier,
    payload: { stripe_customer_id: customer, value: String(value) },
    ...(timestamp === undefined ? {} : { timestamp }),
  });

/** 1,000 calls are free, more cost 0.002 each. */
async function meteredPrice(): Promise<Stripe.Price> {
  return stripe.prices.create({
    product_data: { name: 'Calls' },
    currency: 'usd',
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    tiers: [
      { up_to: 1000, unit_amount: 0 },
      { up_to: 'inf', unit_amount_decimal: Stripe.Decimal.from('0.2') },
    ],
  });
}

async function invoicesOf({ id }: { id: string }): Promise<[number, (number | null)[]][]> {
  const { data } = await stripe.invoices.list({ subscription: id, limit: 100 });
  return data.toReversed().map(({ total, lines }) => [total, lines.data.map(({ quantity }) => quantity)]);
}

describe('usage', () => {
  it('is billed when its period is over, and what comes in before the invoice closes is counted', async () => {
    const price = await meteredPrice();
    const subscription = await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    await used(10_000, 'a');
    await business.sandbox.advance({ to: new Date('2026-04-01T00:30:00Z') });
    await used(500, 'b', at('2026-03-31T23:59:59Z'));
    await used(77, 'c');
    const preview = await stripe.invoices.createPreview({ subscription: subscription.id });

    await business.sandbox.advance({ to: new Date('2026-04-02T00:00:00Z') });
    await used(100, 'late', at('2026-03-31T00:00:00Z'));
    await business.sandbox.advance({ to: new Date('2026-05-02T00:00:00Z') });

    expect(await invoicesOf(subscription)).toEqual([
      [0, []],
      [1900, [10_500]],
      [0, [77]],
    ]);
    expect(preview.lines.data.map(({ quantity }) => quantity)).toEqual([77]);
  });

  it('counts an identifier once, within 35 days and not ahead of time', async () => {
    await used(5, 'a');
    await expect(used(5, 'a')).rejects.toThrow('already exists');
    await expect(used(5, 'old', at('2026-01-24T00:00:00Z'))).rejects.toMatchObject({
      code: 'timestamp_too_far_in_past',
    });
    await expect(used(5, 'soon', at('2026-03-01T00:06:00Z'))).rejects.toMatchObject({ code: 'timestamp_in_future' });
    await expect(used(1.5, 'half')).rejects.toMatchObject({ statusCode: 400 });
    expect(await sumOf()).toEqual([5]);
  });

  it('can be taken back for a day', async () => {
    await used(5, 'a');
    await used(7, 'b');
    const cancel = { event_name: 'api_calls', type: 'cancel' as const };
    await stripe.billing.meterEventAdjustments.create({ ...cancel, cancel: { identifier: 'a' } });
    expect(await sumOf()).toEqual([7]);
    await business.sandbox.advance({ by: 'P2D' });
    const late = stripe.billing.meterEventAdjustments.create({ ...cancel, cancel: { identifier: 'b' } });
    await expect(late).rejects.toThrow('24 hours');
  });

  it('is told by the day', async () => {
    await used(5, 'a', at('2026-02-27T10:00:00Z'));
    await used(6, 'b', at('2026-02-28T00:00:00Z'));
    expect(await sumOf('day')).toEqual([0, 6, 5]);
  });

  it('of a subscription that ends is billed then', async () => {
    const price = await meteredPrice();
    const [at_end, now] = [
      await stripe.subscriptions.create({ customer, items: [{ price: price.id }] }),
      await stripe.subscriptions.create({ customer, items: [{ price: price.id }] }),
    ];
    await used(2000, 'a');
    await stripe.subscriptions.update(at_end.id, { cancel_at_period_end: true });
    await business.sandbox.advance({ by: 'P2D' });
    await stripe.subscriptions.cancel(now.id, { invoice_now: true });
    await business.sandbox.advance({ by: 'P1M' });

    expect([await invoicesOf(now), await invoicesOf(at_end)]).toEqual(
      Array.from({ length: 2 }, () => [
        [0, []],
        [200, [2000]],
      ]),
    );
  });

  it('of a trial is free, and what is announced and previewed of its end says so too', async () => {
    const items = [{ price: (await meteredPrice()).id }];
    const staying = await stripe.subscriptions.create({ customer, items, trial_period_days: 14 });
    const leaving = await stripe.subscriptions.create({ customer, items, trial_period_days: 14 });
    await used(3000, 'a');
    await business.sandbox.advance({ by: 'P13D' });
    const preview = await stripe.invoices.createPreview({ subscription: staying.id });
    await stripe.subscriptions.cancel(leaving.id, { invoice_now: true });
    await business.sandbox.advance({ by: 'P2D' });

    const announced = (await toldOf(business)).filter(({ type }) => type === 'invoice.upcoming');
    const sums = announced.map(({ data: { object } }) => (object as Stripe.Invoice).total);
    expect([preview.total, sums]).toEqual([0, [0, 0]]);
    const totals = [...(await invoicesOf(staying)), ...(await invoicesOf(leaving))].map(([total]) => total);
    expect(new Set(totals)).toEqual(new Set([0]));
  });

  async function sumOf(value_grouping_window?: 'day'): Promise<number[]> {
    const { data } = await stripe.billing.meters.listEventSummaries(meter.id, {
      customer,
      start_time: at('2026-02-27T00:00:00Z'),
      end_time: at('2026-03-02T00:00:00Z'),
      ...(value_grouping_window ? { value_grouping_window } : {}),
    });
    return data.map(({ aggregated_value: value }) => value);
  }
});

it('a meter that is inactive takes nothing more, and one name has one active meter', async () => {
  const again = { display_name: 'Again', event_name: 'api_calls', default_aggregation: { formula: 'count' as const } };
  await expect(stripe.billing.meters.create(again)).rejects.toThrow('already exists');
  expect(await stripe.billing.meters.deactivate(meter.id)).toMatchObject({ status: 'inactive' });
  await expect(used(1, 'a')).rejects.toThrow('No active meter');
  await stripe.billing.meters.reactivate(meter.id);
  await used(1, 'a');
  const { data } = await stripe.events.list({ limit: 2 });
  expect(data.map(({ type }) => type)).toEqual(['billing.meter.reactivated', 'billing.meter.deactivated']);
});

it('a price sells in the currencies it offers, and in packs', async () => {
  const price = await stripe.prices.create({
    product_data: { name: 'Seats' },
    currency: 'usd',
    unit_amount: 1000,
    currency_options: { eur: { unit_amount: 900 } },
    transform_quantity: { divide_by: 5, round: 'up' },
    recurring: { interval: 'month' },
  });
  const subscribe = async (currency: string): Promise<Stripe.Subscription> =>
    stripe.subscriptions.create({
      customer,
      currency,
      items: [{ price: price.id, quantity: 6 }],
      expand: ['latest_invoice'],
    });

  expect((await subscribe('eur')).latest_invoice).toMatchObject({ currency: 'eur', total: 1800, status: 'paid' });
  await expect(subscribe('gbp')).rejects.toThrow('only supports');
});
