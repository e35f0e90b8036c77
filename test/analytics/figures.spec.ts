import { hours } from '../../src/kernel/clock.js';
import { journal, paid, registered, versioned } from './support/heard.js';
import { from, item, monthly, yearly } from './support/history.js';
import { startAnalytics, type Analytics } from './support/start-analytics.js';

const gone = { status: 'canceled' };

/**
 * A small business: ada since January with a raise in June, bob from February to September, cleo a yearly customer
 * since March, dan in euros. Today is the first of November.
 */
async function aBusiness(): Promise<Analytics> {
  const analytics = await startAnalytics();
  await analytics.hear(
    versioned('ada', 'ada', [
      from('2026-01-05', item(monthly(100))),
      from('2026-06-10', item(monthly(150), { quantity: 2 })),
    ]),
    versioned('bob', 'bob', [from('2026-02-01', item(monthly(40), { planId: 'basic' })), from('2026-09-15', [], gone)]),
    versioned('cleo', 'cleo', [from('2026-03-01', item(yearly(1000), { planId: 'gold', interval: 'year' }))]),
    versioned('dan', 'dan', [from('2026-04-01', item(monthly(70)), { currency: 'eur' })]),
    ...['ada', 'bob', 'cleo', 'dan', 'eve'].map((name) => registered(name)),
    paid('p1', 'ada', 100, '2026-10-05'),
    paid('p2', 'cleo', 1200, '2026-10-20'),
    paid('p3', 'ada', 150, '2026-10-21', 'card_declined'),
    journal({
      name: 'j1',
      rule: 'payment.received',
      at: '2026-10-05',
      sums: { 'clearing:payments': 100, unapplied: -100 },
    }),
    journal({
      name: 'j2',
      rule: 'payment.received',
      at: '2026-10-20',
      sums: { 'clearing:payments': 1200, unapplied: -1200 },
    }),
    journal({
      name: 'j3',
      rule: 'invoice.finalized',
      at: '2026-10-20',
      sums: { receivable: 1200, deferred_revenue: -1000, tax_payable: -200 },
    }),
    journal({
      name: 'j4',
      rule: 'balance.charge',
      at: '2026-10-06',
      sums: { stripe_balance: 96.8, 'fees:processing': 3.2, 'clearing:payments': -100 },
    }),
    journal({ name: 'j5', rule: 'refund.sent', at: '2026-10-25', sums: { unapplied: 30, 'clearing:refunds': -30 } }),
    journal({
      name: 'j6',
      rule: 'payment.received',
      at: '2026-08-02',
      sums: { 'clearing:payments': 55, unapplied: -55 },
      currency: 'eur',
    }),
  );
  return analytics;
}

describe('figures', () => {
  let analytics: Analytics;

  beforeAll(async () => {
    analytics = await aBusiness();
  });
  afterAll(() => analytics.close());

  const valueOf = async (name: string, asked = {}) => (await analytics.figures.figure(name, asked)).value;

  it.each([
    { day: '2026-01-04', mrr: 0, customers: 0 },
    { day: '2026-01-05', mrr: 100, customers: 1 },
    { day: '2026-02-28', mrr: 140, customers: 2 },
    { day: '2026-03-01', mrr: 223.33, customers: 3 },
    { day: '2026-06-10', mrr: 273.33, customers: 4 },
    { day: '2026-09-15', mrr: 233.33, customers: 3 },
  ])('stand on $day at an MRR of $mrr', async ({ day, mrr, customers }) => {
    expect(await valueOf('mrr', { as_of: day })).toBe(mrr);
    expect(await valueOf('active_customers', { as_of: day })).toBe(customers);
  });

  it('include what happens at the very instant, and nothing after it', async () => {
    expect(await valueOf('mrr', { as_of: '2026-01-04T23:59:59Z' })).toBe(0);
    expect(await valueOf('mrr', { as_of: '2026-01-05T00:00:00Z' })).toBe(100);
  });

  it('never take one currency for another: what has no rate is left out and listed', async () => {
    const mrr = await analytics.figures.figure('mrr', {});
    expect(mrr).toMatchObject({
      value: 233.33,
      currency: 'usd',
      unconverted: [{ currency: 'eur', amount: 70, count: 1 }],
    });
    expect(mrr.coverage.complete).toBe(false);

    const other = await analytics.figures.figure('mrr', { currency: 'EUR' });
    expect(other).toMatchObject({
      value: 70,
      currency: 'eur',
      unconverted: [{ currency: 'usd', amount: 233.33, count: 2 }],
    });
    expect(await analytics.figures.figure('arpa', {})).toMatchObject({ value: 116.67, n: 2 });
    expect(await analytics.figures.figure('arpa', { currency: 'EUR' })).toMatchObject({ value: 70, n: 1 });
    const overview = await analytics.overviews.overview({ currency: 'JPY' });
    expect(overview).toMatchObject({ total_revenue: 0, monthly_recurring_revenue: 0 });
    expect(overview.unconverted.map(({ currency }) => currency).toSorted()).toEqual(['eur', 'usd']);
  });

  it('count cash net of tax and refunds, and say what was left out', async () => {
    expect(await analytics.figures.figure('total_revenue', {})).toMatchObject({
      value: 1070,
      n: 2,
      unconverted: [{ currency: 'eur', amount: 55, count: 1 }],
    });
    expect(await valueOf('gross_volume')).toBe(1300);
    expect(await valueOf('fees')).toBe(3.2);
    expect(await valueOf('total_revenue', { from: '2026-10-06', to: '2026-10-21' })).toBe(1000);
  });

  it('take a reversed journal out again', async () => {
    const sums = { 'clearing:payments': 10, unapplied: -10 };
    const back = { 'clearing:payments': -10, unapplied: 10 };
    await analytics.hear(
      journal({ name: 'wrong', rule: 'payment.received', at: '2026-10-07', sums }),
      journal({ name: 'wrong-back', rule: 'payment.received', at: '2026-10-07', sums: back, reverses: 'wrong' }),
    );

    expect(await analytics.figures.figure('gross_volume', {})).toMatchObject({ value: 1300, n: 2 });
  });

  it('give growth with the numbers behind it', async () => {
    const growth = await analytics.figures.figure('mrr_growth_rate', { from: '2026-06-01', to: '2026-10-01' });
    expect(growth).toMatchObject({ value: 0.044776, numerator: 233.33, denominator: 223.33, unit: 'ratio' });
  });

  it('give no rate without a start, and say so', async () => {
    expect(await analytics.figures.figure('mrr_growth_rate', { from: '2025-12-01', to: '2026-02-01' })).toMatchObject({
      value: null,
      reason: 'denominator_zero',
      numerator: 100,
      denominator: 0,
    });
    expect(await valueOf('quick_ratio', { from: '2026-01-01', to: '2026-02-01' })).toBeNull();
  });

  it('give no propensity of so few, unless told to, and then with its interval', async () => {
    const asked = { from: '2026-09-01', to: '2026-10-01' };
    expect(await analytics.figures.figure('customer_churn_rate', asked)).toMatchObject({
      value: null,
      reason: 'too_few',
      numerator: 1,
      denominator: 4,
      interval: null,
    });
    expect(await analytics.figures.figure('customer_churn_rate', asked, 0)).toMatchObject({
      value: 0.25,
      below_floor: true,
      interval: { method: 'wilson', level: 0.95 },
    });
  });

  it('know how payments ended', async () => {
    expect(await analytics.figures.figure('payment_success_rate', {}, 0)).toMatchObject({
      numerator: 2,
      denominator: 3,
    });
  });

  it('carry stocks through months in which nothing happened, and say which month still runs', async () => {
    const { series } = await analytics.figures.series('mrr', {
      from: '2026-07-01',
      to: '2026-12-01',
      granularity: 'month',
    });
    expect(series.map(({ value, complete }) => [value, complete])).toEqual([
      [273.33, true],
      [273.33, true],
      [233.33, true],
      [233.33, true],
      [233.33, false],
    ]);
  });

  it('refuse what cannot be answered', async () => {
    await expect(analytics.figures.figure('happiness', {})).rejects.toMatchObject({ code: 'analytics/unknown-metric' });
    await expect(valueOf('mrr', { known_at: '2031-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'analytics/known-at-in-future',
    });
    await expect(valueOf('mrr', { from: '2026-03-01', to: '2026-02-01' })).rejects.toMatchObject({
      code: 'analytics/bad-range',
    });
    await expect(
      analytics.figures.series('mrr', { from: '2010-01-01', to: '2026-01-01', granularity: 'day' }),
    ).rejects.toMatchObject({ code: 'analytics/range-too-long' });
  });

  it('stand side by side in the overview', async () => {
    expect(await analytics.overviews.overview({})).toMatchObject({
      total_revenue: 1070,
      monthly_recurring_revenue: 233.33,
      annual_recurring_revenue: 2800,
      growth_rate_30d: 0,
      active_customers: 3,
      currency: 'usd',
      figures: { growth_rate_30d: { value: 0, numerator: 233.33, denominator: 233.33 } },
    });
    expect(await analytics.overviews.revenue()).toMatchObject({
      mrr: 233.33,
      arr: 2800,
      customers: 5,
      total_revenue: 1070,
      configured: false,
      timestamp: '2026-11-01T00:00:00.000Z',
    });
  });

  it('bridge from start to end, to the cent', async () => {
    const { data, total } = await analytics.overviews.bridge({ from: '2026-01-01', to: '2026-11-01' });
    for (const bar of [...data, total]) {
      const cents = [bar.start, bar.new, bar.reactivation, bar.expansion, bar.contraction, bar.churn, bar.fx].map(
        (amount) => Math.round(amount * 100),
      );
      expect(cents.reduce((sum, cent) => sum + cent, 0)).toBe(Math.round(bar.end * 100));
    }
    expect(total).toMatchObject({ start: 0, new: 223.33, expansion: 50, churn: -40, end: 233.33, new_customers: 4 });
  });

  it('open into parts that add up, each with the way to its rows', async () => {
    const { explanation } = await analytics.explanations.explain('mrr', {});
    expect(explanation).toMatchObject({ formula: '2,800.00 / 12 = 233.33', adds_up: true, rounding: 0 });
    expect(explanation.parts.map(({ label, amount }) => [label, amount])).toEqual([
      ['Churn: basic', -40],
      ['Expansion: plan', 50],
      ['New: basic', 40],
      ['New: gold', 83.33],
      ['New: plan', 100],
    ]);
    expect(explanation.parts[0]?.opens).toMatch(/^\/api\/v1\/analytics\/movements\?kind=churn&plan=basic&currency=usd/);
  });

  it.each([
    'arr',
    'committed_mrr',
    'active_customers',
    'paused_customers',
    'total_revenue',
    'gross_volume',
    'fees',
    'arpa',
    'mrr_growth_rate',
    'gross_mrr_churn_rate',
    'net_mrr_churn_rate',
    'quick_ratio',
    'new_customers',
    'lost_customers',
    'customer_churn_rate',
    'payment_success_rate',
    'customers',
    'customer_growth_rate',
  ])(
    // prettier-ignore
    'open %s so that it adds up',
    async (name) => {
      const { explanation } = await analytics.explanations.explain(name, {
        from: '2026-02-15T11:00:00Z',
        to: '2026-10-22',
      });
      expect(explanation.checks.filter(({ expected, actual }) => expected !== actual)).toEqual([]);
      expect(explanation.adds_up).toBe(true);
    },
  );

  it('do not add up once a sum by day is wrong', async () => {
    await analytics.database.query(
      `update analytics_mrr_daily set delta_minor = delta_minor + 1200 where plan_id = 'gold'`,
    );
    const { explanation } = await analytics.explanations.explain('mrr', {});
    await analytics.database.query(
      `update analytics_mrr_daily set delta_minor = delta_minor - 1200 where plan_id = 'gold'`,
    );

    expect(explanation.adds_up).toBe(false);
  });

  it('show a screen whose picture and tiles agree', async () => {
    const screen = await analytics.screens.show({ range: '12m' });
    const tiles = Object.fromEntries(screen.tiles.map((tile) => [tile.id, tile]));

    expect(tiles['mrr']).toMatchObject({ value: 233.33, change: { absolute: 233.33, ratio: null } });
    expect(tiles['total_revenue']?.value).toBe(1070);
    expect(screen.mrr.at(-1)?.mrr).toBe(233.33);
    expect(screen.money.reduce((sum, { net }) => sum + net, 0)).toBe(1070);
    expect(screen.bridge.at(-1)).toMatchObject({ month: '2026-11', end: 233.33 });
    expect(screen.feed[0]).toMatchObject({ kind: 'refund', amount: -30, currency: 'usd' });
    expect(screen.feed.filter(({ kind }) => kind === 'churn')).toMatchObject([
      { amount: -40, object: { kind: 'subscription' } },
    ]);
    expect(screen).toMatchObject({ empty: false, currency: 'usd', policy_version: 1 });
  });

  it('keep an older state of knowledge to the cent', async () => {
    const before = analytics.machine.advance(hours(1)).toISOString();
    const reportAt = (known_at: string) =>
      analytics.figures.series('mrr', { from: '2026-01-01', to: '2026-11-01', granularity: 'month', known_at });
    const { series: old } = await reportAt(before);
    analytics.machine.advance(hours(1));
    await analytics.hear(versioned('late', 'late', [from('2026-02-10', item(monthly(500)))]));

    expect((await reportAt(before)).series.map(({ value }) => value)).toEqual(old.map(({ value }) => value));
    expect(await valueOf('mrr', { as_of: '2026-02-28' })).toBe(640);
    expect(await valueOf('mrr', { as_of: '2026-02-28', known_at: before })).toBe(140);
  });
});
