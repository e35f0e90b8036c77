import type { Action } from './action.js';
import type { Figure, TrueFact } from './fact.js';
import { truth } from './truth.js';
import { scenario } from './scenario.js';

const at = (text: string): number => Date.parse(text) / 1000;
const signUp: Action = {
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
};

function told(...later: Action[]): (figure: Figure) => (string | number)[][] {
  const facts = truth({ actions: [signUp, ...later], repricedAt: at('2025-06-01'), until: at('2025-05-01') });
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
