import { figureOf, MIN_N, type Frame } from './figure.js';
import type { Evidence } from './metric.js';
import { METRICS } from './metrics.js';
import { MONEY_KINDS } from './money-kind.js';
import { KINDS } from './movement.js';

const zeros = <K extends string>(keys: readonly K[]) =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
const month = (major: number) => major * 1200;

interface Given {
  start?: number;
  end?: number;
  active?: number;
  moved?: Partial<Record<(typeof KINDS)[number], number>>;
  subscribed?: Evidence['subscribed'];
  payments?: Evidence['payments'];
  money?: Partial<Record<(typeof MONEY_KINDS)[number], number>>;
}

/** Amounts in major units a month. */
function evidence({ start = 0, end = 0, active = 1, moved = {}, subscribed, payments, money = {} }: Given): Evidence {
  const standing = (mrr: number) => ({
    arr: month(mrr),
    committed: month(mrr),
    active,
    activeInCurrency: active,
    paused: 0,
  });
  const delta = {
    ...zeros(KINDS),
    ...Object.fromEntries(Object.entries(moved).map(([kind, mrr]) => [kind, month(mrr)])),
  };
  const minor = {
    ...zeros(MONEY_KINDS),
    ...Object.fromEntries(Object.entries(money).map(([kind, sum]) => [kind, sum * 100])),
  };
  return {
    start: standing(start),
    end: standing(end),
    recurring: { delta, customers: zeros(KINDS) },
    money: { minor, facts: zeros(MONEY_KINDS) },
    subscribed: subscribed ?? { start: 0, lost: 0 },
    payments: payments ?? { succeeded: 0, failed: 0 },
    customers: 0,
  };
}

const frame: Frame = {
  currency: 'usd',
  asOf: new Date('2026-11-01T00:00:00Z'),
  knownAt: new Date('2026-11-20T09:00:00Z'),
  now: new Date('2026-11-20T09:00:00Z'),
  policyVersion: 1,
  minN: MIN_N,
  behind: 0,
  livemode: true,
};

function figure(name: string, given: Given) {
  const metric = METRICS.get(name);
  if (!metric) throw new Error(name);
  const span = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) };
  return figureOf(metric, metric.answer(evidence(given)), span, frame, []);
}

describe('published examples of metrics', () => {
  it.each([
    // Stripe: 100 subscribers of 100 a month and 50 of 600 a year.
    { source: 'stripe mrr_total', metric: 'mrr', given: { end: 100 * 100 + (50 * 600) / 12 }, is: 12_500 },
    // Stripe: start 1000, new 100, expansion 50, contraction 40, churn 60, fx -5 gives 1045: growth of 45.
    { source: 'stripe mrr_growth', metric: 'mrr_growth_rate', given: { start: 1000, end: 1045 }, is: 0.045 },
    { source: 'stripe arpu', metric: 'arpa', given: { end: 50_000, active: 100 }, is: 500 },
    {
      source: 'chartmogul gross_mrr_churn',
      metric: 'gross_mrr_churn_rate',
      given: { start: 100, moved: { churn: -10, contraction: -10, expansion: 10 } },
      is: 0.2,
    },
    {
      source: 'chartmogul net_mrr_churn',
      metric: 'net_mrr_churn_rate',
      given: { start: 100, moved: { churn: -10, contraction: -10, expansion: 10, reactivation: 0 } },
      is: 0.1,
    },
    { source: 'chartmogul quarterly', metric: 'mrr', given: { end: (90 * 4) / 12 }, is: 30 },
    // Ten customers of 10.00 a week: 52 weeks a year, neither four a month nor the days of the month.
    { source: 'weekly plan', metric: 'mrr', given: { end: (10 * 10 * 52) / 12 }, is: 433.33 },
    { source: 'thirty-day months', metric: 'mrr', given: { end: 365 / 12 }, is: 30.42 },
  ])('$source', ({ metric, given, is }) => {
    expect(figure(metric, given).value).toBe(is);
  });
});

describe('a figure', () => {
  it('carries its numbers, its interval and both clocks', () => {
    expect(figure('customer_churn_rate', { subscribed: { start: 385, lost: 12 } })).toMatchObject({
      metric: 'customer_churn_rate',
      value: 0.031169,
      unit: 'ratio',
      currency: null,
      numerator: 12,
      denominator: 385,
      n: 385,
      interval: { method: 'wilson', level: 0.95, low: 0.017918, high: 0.053683 },
      period: { from: '2026-10-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z', timezone: 'UTC', complete: true },
      known_at: '2026-11-20T09:00:00.000Z',
      policy_version: 1,
      reason: null,
    });
  });

  it('is not given of nineteen, and is given of twenty', () => {
    expect(figure('payment_success_rate', { payments: { succeeded: 18, failed: 1 } })).toMatchObject({
      value: null,
      reason: 'too_few',
      n: 19,
    });
    expect(figure('payment_success_rate', { payments: { succeeded: 18, failed: 2 } })).toMatchObject({
      value: 0.9,
      reason: null,
      n: 20,
    });
  });

  it('has no floor where it is an accounting ratio', () => {
    expect(figure('net_mrr_churn_rate', { start: 100, active: 3, moved: { expansion: 25 } })).toMatchObject({
      value: -0.25,
      n: 3,
    });
  });

  it('says that nothing was lost rather than dividing by it', () => {
    expect(figure('quick_ratio', { moved: { new: 10 } })).toMatchObject({
      value: null,
      reason: 'denominator_zero',
      numerator: 10,
    });
    expect(figure('arpa', { active: 0 })).toMatchObject({ value: null, reason: 'denominator_zero' });
  });

  it('of revenue is what was captured less tax, refunds and lost disputes, before fees', () => {
    const money = { captured: 1300, tax: 200, refunded: 30, dispute_lost: 20, fee: 40, cleared: 1000 };
    expect(figure('total_revenue', { money })).toMatchObject({ value: 1050, unit: 'money', currency: 'usd' });
  });
});
