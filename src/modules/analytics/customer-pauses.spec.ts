import { from, item, monthly, subscription, yearly } from '../../../test/analytics/support/history.js';
import { customerMovements } from './customer-movements.js';
import { POLICY_V1 } from './policy.js';
import type { SubscriptionFact } from './subscription-fact.js';

/** `kind/reason amount-a-month` of each row that MRR knows, in order. */
function told(...facts: SubscriptionFact[]): string[] {
  return rows(...facts)
    .filter(({ kind }) => kind !== 'commitment')
    .map(({ kind, reason, delta }) => `${kind}/${reason} ${(delta / 1200).toFixed(2)}`);
}

const rows = (...facts: SubscriptionFact[]) => customerMovements(facts, POLICY_V1);
const mrr = (...facts: SubscriptionFact[]) =>
  rows(...facts).reduce((sum, { kind, delta }) => sum + (kind === 'commitment' ? 0 : delta), 0) / 1200;

describe('a pause', () => {
  const paused = from('2026-02-01', item(monthly(80)), { pause: 'void' });

  it('keeps the customer and takes the money; coming back is an expansion', () => {
    const back = subscription(
      'a',
      from('2026-01-01', item(monthly(80))),
      paused,
      from('2026-03-01', item(monthly(80))),
    );

    expect(told(back)).toEqual(['new/signup 80.00', 'contraction/pause -80.00', 'expansion/resume 80.00']);
    expect(rows(back).map(({ activeChange, pausedChange }) => [activeChange, pausedChange])).toEqual([
      [1, 0],
      [-1, 1],
      [1, -1],
    ]);
  });

  it('that ends in a cancellation loses the customer and no money twice', () => {
    const gone = subscription(
      'a',
      from('2026-01-01', item(monthly(80))),
      paused,
      from('2026-03-01', [], { status: 'canceled' }),
    );

    expect(told(gone)).toEqual(['new/signup 80.00', 'contraction/pause -80.00', 'churn/cancel_voluntary 0.00']);
    expect(rows(gone)[2]).toMatchObject({ leads: true, activeChange: 0, pausedChange: -1 });
  });

  it('does not hide a second subscription: that is an expansion', () => {
    const first = subscription('a', from('2026-01-01', item(monthly(80))), paused);
    const second = subscription('b', from('2026-02-15', item(monthly(10))));

    expect(told(first, second)[2]).toBe('expansion/item_added 10.00');
  });

  it('that keeps issuing invoices changes nothing', () => {
    const kept = subscription(
      'a',
      from('2026-01-01', item(1200)),
      from('2026-02-01', item(1200), { pause: 'mark_uncollectible' }),
    );

    expect(told(kept)).toEqual(['new/signup 1.00']);
  });

  it('before anything was ever paid leaves the beginning new', () => {
    const fresh = subscription('a', from('2026-01-01', item(1200), { pause: 'void' }), from('2026-02-01', item(1200)));

    expect(told(fresh)).toEqual(['new/resume 1.00']);
  });
});

describe('a cancellation that is asked for', () => {
  const commitments = (...facts: SubscriptionFact[]) =>
    rows(...facts).flatMap(({ kind, delta }) => (kind === 'commitment' ? [delta] : []));
  const asked = from('2026-02-01', item(1200), { cancelAt: '2026-03-01T00:00:00Z' });

  it('leaves MRR alone, and the commitment returns when it is withdrawn', () => {
    const withdrawn = subscription('a', from('2026-01-01', item(1200)), asked, from('2026-02-10', item(1200)));

    expect(told(withdrawn)).toEqual(['new/signup 1.00']);
    expect(commitments(withdrawn)).toEqual([-1200, 1200]);
  });

  it('turns into the loss at its effective end', () => {
    const ended = subscription(
      'a',
      from('2026-01-01', item(1200)),
      asked,
      from('2026-03-01', [], { status: 'canceled' }),
    );

    expect(told(ended)).toEqual(['new/signup 1.00', 'churn/cancel_voluntary -1.00']);
    expect(commitments(ended)).toEqual([-1200, 1200]);
  });
});

describe('published examples', () => {
  // Stripe, "Measuring subscription metrics": Jane cancels 120 a year, John goes from 50 to 25 a month: 35 lost.
  it('loses 35 when one customer cancels 120 a year and another halves 50 a month', () => {
    const year = item(yearly(120), { interval: 'year' });
    const jane = subscription('jane', from('2026-01-01', year), from('2026-02-01', [], { status: 'canceled' }));
    const john = subscription('john', from('2026-01-01', item(monthly(50))), from('2026-02-01', item(monthly(25))));

    const lost = [...rows(jane), ...rows(john)].filter(({ kind }) => kind === 'churn' || kind === 'contraction');
    expect(lost.reduce((sum, { delta }) => sum + delta, 0) / 1200).toBe(-35);
  });

  // ChartMogul, "Syncalytics": four yearly plans of 500, then two monthly ones of 30 by the same customer.
  it('takes the second order of a customer as 60 of expansion, not as new business', () => {
    const gold = subscription('gold', from('2026-01-01', item(yearly(2000), { quantity: 4, interval: 'year' })));
    const silver = subscription('silver', from('2026-02-01', item(monthly(60), { quantity: 2 })));

    expect(told(gold, silver)).toEqual(['new/signup 166.67', 'expansion/item_added 60.00']);
  });

  // ChartMogul: Bronze 100 to Gold 250 at renewal. Stripe: 1,200 a year is 100 a month; 90 for three months is 30.
  it.each([
    {
      what: 'a switch from 100 to 250',
      facts: [from('2026-01-01', item(monthly(100))), from('2026-02-01', item(monthly(250)))],
      is: 250,
    },
    { what: '1,200 a year', facts: [from('2026-01-01', item(yearly(1200), { interval: 'year' }))], is: 100 },
    { what: '90 for three months', facts: [from('2026-01-01', item(yearly(360), { intervalCount: 3 }))], is: 30 },
  ])('makes $what an MRR of $is', ({ facts, is }) => {
    expect(mrr(subscription('a', ...facts))).toBe(is);
  });
});
