import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, at, type Business } from './business.js';

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

const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(5, 10);

const begin = async (more: Partial<Stripe.SubscriptionCreateParams>): Promise<Stripe.Subscription> =>
  stripe.subscriptions.create({ customer, items: [{ price: starter }], expand: ['latest_invoice'], ...more });

describe('the beginning of a subscription', () => {
  it('anchored later costs the part until then', async () => {
    const { latest_invoice: invoice, ...subscription } = await begin({
      billing_cycle_anchor: at('2026-03-15T00:00:00Z'),
    });
    expect((invoice as Stripe.Invoice).total).toBe(Math.round((3100 * 14) / 28));
    expect(subscription.items.data[0]?.current_period_end).toBe(at('2026-03-15T00:00:00Z'));

    const free = await begin({ billing_cycle_anchor_config: { day_of_month: 15 }, proration_behavior: 'none' });
    expect(free).toMatchObject({
      status: 'active',
      latest_invoice: { total: 0 },
      billing_cycle_anchor_config: { day_of_month: 15 },
    });
    await until('2026-04-16T00:00:00Z');
    expect((await totals()).slice(-2)).toEqual(['04-15 3100', '04-15 3100']);
  });

  it('dated back costs what has passed as well', async () => {
    const { latest_invoice: invoice, start_date } = await begin({ backdate_start_date: at('2026-02-15T00:00:00Z') });
    expect((invoice as Stripe.Invoice).lines.data.map(({ amount }) => amount)).toEqual([1550, 3100]);
    expect(start_date).toBe(at('2026-02-15T00:00:00Z'));
  });

  it('a trial given in the middle credits the rest and bills when it ends', async () => {
    const { id } = await begin({});
    await until('2026-03-11T00:00:00Z');
    const trial_end = at('2026-03-21T00:00:00Z');
    const trial = await stripe.subscriptions.update(id, { trial_end, expand: ['latest_invoice'] });
    expect(trial).toMatchObject({ status: 'trialing', latest_invoice: { total: -2100 } });

    await until('2026-03-22T00:00:00Z');
    const { latest_invoice: invoice } = await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] });
    expect(invoice).toMatchObject({ total: 3100, amount_due: 1000, status: 'paid' });
  });
});

describe('in the part before its anchor', () => {
  // Of the 28 days from 15 February on 14 are paid; 7 of them are left on the 8th.
  const anchored = async (): Promise<Stripe.Subscription> => {
    const subscription = await begin({ billing_cycle_anchor: at('2026-03-15T00:00:00Z') });
    await until('2026-03-08T00:00:00Z');
    return subscription;
  };

  it('a change costs its share of a whole period', async () => {
    const { id, items } = await anchored();
    const item = items.data[0]?.id ?? '';

    const { latest_invoice: invoice } = await stripe.subscriptions.update(id, {
      items: [{ id: item, price: professional }],
      proration_behavior: 'always_invoice',
      expand: ['latest_invoice'],
    });

    expect((invoice as Stripe.Invoice).lines.data.map(({ amount }) => amount)).toEqual([-775, 2325]);
    await until('2026-03-16T00:00:00Z');
    expect(await totals()).toEqual(['03-01 1550', '03-08 1550', '03-15 9300']);
  });

  it('an end or a pause gives back no more than was paid', async () => {
    const [one, two] = [await anchored(), await begin({ billing_cycle_anchor: at('2026-03-15T00:00:00Z') })];
    await stripe.subscriptions.cancel(one.id, { prorate: true, invoice_now: true });
    await stripe.subscriptions.pause(two.id, { type: 'subscription', invoicing_behavior: 'invoice' });

    expect(await totals()).toEqual(['03-01 1550', '03-08 775', '03-08 -775', '03-08 -775']);
  });
});

describe('a trial with an anchor of its own', () => {
  it('leads to a part of a period, then to whole ones', async () => {
    const trial_end = at('2026-03-11T00:00:00Z');
    const { id } = await begin({ trial_end, billing_cycle_anchor_config: { day_of_month: 15 } });
    await until('2026-03-10T00:00:00Z');
    const preview = await stripe.invoices.createPreview({ subscription: id });
    await until('2026-04-16T00:00:00Z');

    // 4 of the 28 days from 15 February on.
    expect(preview.total).toBe(443);
    expect(await totals()).toEqual(['03-01 0', '03-11 443', '03-15 3100', '04-15 3100']);
    const { billing_cycle_anchor: anchor, items } = await stripe.subscriptions.retrieve(id);
    expect([anchor, items.data[0]?.current_period_end]).toEqual([
      at('2026-03-15T00:00:00Z'),
      at('2026-05-15T00:00:00Z'),
    ]);
  });

  it('that falls on its end is a trial like any other', async () => {
    await begin({ trial_period_days: 14, billing_cycle_anchor_config: { day_of_month: 15 } });
    await until('2026-04-16T00:00:00Z');
    expect(await totals()).toEqual(['03-01 0', '03-15 3100', '04-15 3100']);
  });

  it('is refused before the end of the trial and more than a period after it', async () => {
    const trial_end = at('2026-03-11T00:00:00Z');
    for (const instant of ['2026-03-10T23:59:59Z', '2026-04-11T00:00:01Z']) {
      const wrong = begin({ trial_end, billing_cycle_anchor: at(instant) });
      await expect(wrong).rejects.toMatchObject({ statusCode: 400, param: 'billing_cycle_anchor' });
    }
    const free = begin({ trial_end, billing_cycle_anchor: at('2026-03-15T00:00:00Z'), proration_behavior: 'none' });
    await expect(free).rejects.toMatchObject({ statusCode: 501 });
  });
});
