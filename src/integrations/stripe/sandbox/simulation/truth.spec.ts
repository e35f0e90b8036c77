import type { Action, Of } from './action.js';
import type { Figure, TrueFact } from './fact.js';
import { truth } from './truth.js';
import { scenario } from './scenario.js';

const at = (text: string): number => Date.parse(text) / 1000;
const signUp: Of<'sign-up'> = {
  kind: 'sign-up',
  at: at('2025-01-31T09:00:00Z'),
  who: 0,
  by: 'buyer',
  name: 'Ada',
  country: 'US',
  currency: 'usd',
  offer: { plan: 'starter', rhythm: 'month', seats: 1 },
  trialDays: 0,
  card: 'pm_card_visa',
  source: {},
  tax: null,
  coupon: null,
  metered: false,
};

function told(...later: Action[]): (figure: Figure) => (string | number)[][] {
  return toldOf(signUp, ...later);
}

function toldOf(...actions: Action[]): (figure: Figure) => (string | number)[][] {
  const facts = truth({ actions, repricedAt: at('2025-06-01'), until: at('2025-05-01') });
  return (figure) =>
    facts
      .filter((fact) => fact.figure === figure)
      .map(({ at, amount }) => [new Date(at * 1000).toISOString().slice(5, 13), amount]);
}

it('bills on the day of the month the customer came, or the last there is, an hour after the renewal', () => {
  expect(told()('captured')).toEqual([
    ['01-31T09', 2_900],
    ['02-28T10', 2_900],
    ['03-31T10', 2_900],
    ['04-30T10', 2_900],
  ]);
  expect(told()('fees')[0]).toEqual(['01-31T09', 114]);
});

it('prorates an upgrade by the second, and keeps what is over as credit', () => {
  const [noon, night] = [at('2025-02-14T09:00:00Z'), at('2025-02-21T09:00:00Z')];
  const figure = told(
    {
      kind: 'change',
      at: noon,
      who: 0,
      by: 'buyer',
      offer: { plan: 'team', rhythm: 'month', seats: 4 },
      billed: 'now',
    },
    {
      kind: 'change',
      at: night,
      who: 0,
      by: 'buyer',
      offer: { plan: 'starter', rhythm: 'month', seats: 1 },
      billed: 'now',
    },
  );
  expect(figure('mrr_expansion')).toEqual([['02-14T09', 3_100]]);
  expect(figure('captured')[1]).toEqual(['02-14T09', 1_550]);
  expect(figure('captured')[2]).toEqual(['02-28T10', 2_900 - 775]);
});

it('tries a failed payment again on four days, then gives the bill and the customer up', () => {
  const figure = told({ kind: 'card', at: at('2025-02-10T14:00:00Z'), who: 0, card: 'pm_card_chargeCustomerFail' });
  expect(figure('declines').map(([time]) => time)).toEqual([
    '02-28T10',
    '03-01T10',
    '03-03T10',
    '03-07T10',
    '03-14T10',
  ]);
  expect(figure('given_up')).toEqual([['03-14T10', 2_900]]);
  expect(figure('mrr_churn')).toEqual([['03-14T10', -2_900]]);
});

it('takes a coupon off before tax, once or for ever, and never off what a price is worth without it', () => {
  const [tax, once] = [
    { percent: 19, inclusive: false },
    { percent: 20, lasts: 'once' as const },
  ];
  const reduced = toldOf({ ...signUp, tax, coupon: once });
  expect(reduced('captured').slice(0, 2)).toEqual([
    ['01-31T09', 2_320 + 441],
    ['02-28T10', 2_900 + 551],
  ]);
  expect(reduced('tax')[0]).toEqual(['01-31T09', 441]);
  expect(reduced('mrr_new')).toEqual([['01-31T09', 2_900]]);
  const lasting = toldOf({ ...signUp, coupon: { percent: 10, lasts: 'forever' } });
  expect(lasting('mrr_new')).toEqual([['01-31T09', 2_610]]);
});

it('counts no tax that a price holds as recurring', () => {
  const figure = toldOf({ ...signUp, tax: { percent: 25, inclusive: true } });
  expect([figure('captured')[0], figure('tax')[0]]).toEqual([
    ['01-31T09', 2_900],
    ['01-31T09', 580],
  ]);
  expect(figure('mrr_new')).toEqual([['01-31T09', 2_320]]);
});

it('gives the tax of a refund back with it, in its share of the bill', () => {
  const refund = {
    kind: 'refund',
    who: 0,
    at: at('2025-02-10T09:00:00Z'),
    by: 'company',
    of: 'subscription',
    share: 0.5,
  } as const;
  const onTop = toldOf({ ...signUp, tax: { percent: 19, inclusive: false } }, refund);
  expect([onTop('refunded'), onTop('tax_refunded')]).toEqual([[['02-10T09', 1_725]], [['02-10T09', 275]]]);
  const within = toldOf({ ...signUp, tax: { percent: 25, inclusive: true } }, refund);
  expect([within('refunded'), within('tax_refunded')]).toEqual([[['02-10T09', 1_450]], [['02-10T09', 290]]]);
  expect(told(refund)('tax_refunded')).toEqual([]);
});

it('bills what was used in a period, said in time and once', () => {
  const use = { kind: 'usage', who: 0, units: 100, name: 'a', ago: 0 } as const;
  const figure = toldOf(
    { ...signUp, metered: true },
    { ...use, at: at('2025-02-10T14:00:00Z') },
    { ...use, at: at('2025-02-10T14:01:00Z'), ago: 60 },
    { ...use, at: at('2025-02-28T09:30:00Z'), ago: 3_600, name: 'just in time' },
    { ...use, at: at('2025-02-28T14:00:00Z'), ago: 36_000, name: 'too late' },
  );
  expect(figure('captured').map(([, amount]) => amount)).toEqual([2_900, 2_900 + 600, 2_900, 2_900]);
});

it('changes a plan with the next period, and a dispute takes money and fee until it is won', () => {
  const offer = { plan: 'business', rhythm: 'month', seats: 1 } as const;
  const order = {
    kind: 'order',
    by: 'company',
    minor: 10_000,
    what: 'a day',
    declined: false,
    disputed: true,
  } as const;
  const figure = toldOf(
    signUp,
    { kind: 'plan', at: at('2025-02-10T14:00:00Z'), who: 0, offer },
    { ...order, at: at('2025-02-11T14:00:00Z'), who: 0 },
    { kind: 'answer', at: at('2025-02-14T14:00:00Z'), who: 0, won: true },
  );
  expect(figure('mrr_expansion')).toEqual([['02-28T09', 22_000]]);
  expect(figure('provider_net').slice(1, 4)).toEqual([
    ['02-11T14', 10_000 - 320],
    ['02-11T14', -11_500],
    ['02-14T14', 11_500],
  ]);
  expect(figure('dispute_won')).toEqual([['02-14T14', 10_000]]);
});

it('pays out on the second midnight after a payment, and what is then not there waits for the next', () => {
  const figure = told({
    kind: 'refund',
    at: at('2025-02-01T14:00:00Z'),
    who: 0,
    by: 'buyer',
    of: 'subscription',
    share: 1,
  });
  expect(figure('payouts').slice(0, 2)).toEqual([
    ['03-02T00', 2 * (2_900 - 114) - 2_900],
    ['04-02T00', 2_900 - 114],
  ]);
  expect(told()('payouts')[0]).toEqual(['02-02T00', 2_900 - 114]);
});

it('adds up: what came and went in MRR is what is left, in every currency', () => {
  const { actions, repricedAt, until } = scenario(3, 120, 12);
  const facts = truth({ actions, repricedAt, until });
  const customers = (figure: Figure): number => facts.filter((fact) => fact.figure === figure).length;
  expect(customers('customers')).toBe(120);
  expect(customers('customers_new')).toBeGreaterThan(customers('customers_lost'));
  expect(inEach(facts, ({ figure }) => figure.startsWith('mrr_'))).toEqual(standing(facts));
  expect(standing(facts)).toEqual({ usd: expect.any(Number), eur: expect.any(Number), jpy: expect.any(Number) });
});

it('would not add up, were a single movement missing', () => {
  const facts = truth(scenario(3, 120, 12));
  const lost = facts.find(({ figure }) => figure === 'mrr_contraction');
  const rest = facts.filter((fact) => fact !== lost);
  expect(inEach(rest, ({ figure }) => figure.startsWith('mrr_'))).not.toEqual(standing(rest));
});

function standing(facts: readonly TrueFact[]): Record<string, number> {
  return inEach(facts, ({ figure }) => figure === 'mrr');
}

/** Sums by currency. */
function inEach(facts: readonly TrueFact[], counts: (fact: TrueFact) => boolean): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { currency, amount } of facts.filter(counts)) sums[currency ?? ''] = (sums[currency ?? ''] ?? 0) + amount;
  return sums;
}
