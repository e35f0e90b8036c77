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

describe('a customer joins and leaves', () => {
  it('is new once, lost at the end, and returns as a reactivation of the whole amount', () => {
    const first = subscription(
      'a',
      from('2026-01-10', item(monthly(60))),
      from('2026-03-05', [], { status: 'canceled' }),
    );
    const second = subscription('b', from('2026-03-20', item(monthly(60))));

    expect(told(first, second)).toEqual([
      'new/signup 60.00',
      'churn/cancel_voluntary -60.00',
      'reactivation/signup 60.00',
    ]);
  });

  it('books joining and leaving in the same month, both', () => {
    const brief = subscription(
      'a',
      from('2026-01-05', item(monthly(40))),
      from('2026-01-25', [], { status: 'canceled' }),
    );

    expect(told(brief)).toEqual(['new/signup 40.00', 'churn/cancel_voluntary -40.00']);
  });

  it('keeps a past due customer until unpaid, on that day, by the card; a later payment is a return', () => {
    const late = subscription(
      'a',
      from('2026-01-01', item(monthly(100))),
      from('2026-02-01', item(monthly(100)), { status: 'past_due' }),
      from('2026-02-22', item(monthly(100)), { status: 'unpaid' }),
      from('2026-03-10', item(monthly(100))),
    );

    expect(told(late)).toEqual(['new/signup 100.00', 'churn/cancel_involuntary -100.00', 'reactivation/resume 100.00']);
    expect(rows(late)[1]?.effectiveAt).toBe('2026-02-22T00:00:00.000Z');
  });

  it('tells a lost dispute and failed payments from a wish to leave', () => {
    const ended = (endReason: string | null) =>
      told(
        subscription('a', from('2026-01-01', item(1200)), from('2026-02-01', [], { status: 'canceled', endReason })),
      )[1];

    expect(ended('payment_disputed')).toContain('cancel_involuntary');
    expect(ended('payment_failed')).toContain('cancel_involuntary');
    expect(ended('cancellation_requested')).toContain('cancel_voluntary');
  });

  it('calls a paid customer who goes free lost, and counts a free plan as nobody', () => {
    const free = subscription(
      'a',
      from('2026-01-01', item(0)),
      from('2026-02-01', item(1200)),
      from('2026-03-01', item(0)),
    );

    expect(told(free)).toEqual(['new/from_free 1.00', 'churn/to_free -1.00']);
  });
});

describe('a trial', () => {
  it('is nothing until it ends, then new', () => {
    const tried = subscription(
      'a',
      from('2026-01-01', item(1200), { status: 'trialing' }),
      from('2026-01-15', item(1200)),
    );

    expect(told(tried)).toEqual(['new/trial_end 1.00']);
    expect(rows(tried)[0]?.effectiveAt).toBe('2026-01-15T00:00:00.000Z');
  });

  it('whose card fails at the end is new, then lost by the card', () => {
    const failed = subscription(
      'a',
      from('2026-01-01', item(1200), { status: 'trialing' }),
      from('2026-01-15', item(1200), { status: 'past_due' }),
      from('2026-01-30', [], { status: 'canceled', endReason: 'payment_failed' }),
    );

    expect(told(failed)).toEqual(['new/trial_end 1.00', 'churn/cancel_involuntary -1.00']);
  });

  it('put on a subscription that pays is a free month: no movement', () => {
    const given = subscription(
      'a',
      from('2026-01-01', item(monthly(50))),
      from('2026-02-01', item(monthly(50)), { status: 'trialing' }),
      from('2026-03-03', item(monthly(50))),
    );

    expect(told(given)).toEqual(['new/signup 50.00']);
  });
});

describe('growing and shrinking', () => {
  it('takes five to eight seats at 120.00 a year as an expansion of 30.00', () => {
    const seats = (quantity: number) => item(yearly(120 * quantity), { quantity, interval: 'year' });
    const grown = subscription('a', from('2026-01-01', seats(5)), from('2026-04-01', seats(8)));

    expect(told(grown)).toEqual(['new/signup 50.00', 'expansion/quantity_change 30.00']);
  });

  it('cancelling one of two subscriptions is a contraction, cancelling the other the loss', () => {
    const one = subscription(
      'a',
      from('2026-01-01', item(monthly(30))),
      from('2026-03-01', [], { status: 'canceled' }),
    );
    const other = subscription(
      'b',
      from('2026-02-01', item(monthly(50))),
      from('2026-04-01', [], { status: 'canceled' }),
    );

    expect(told(one, other)).toEqual([
      'new/signup 30.00',
      'expansion/item_added 50.00',
      'contraction/cancel_voluntary -30.00',
      'churn/cancel_voluntary -50.00',
    ]);
  });

  it('a lasting coupon that ends is an expansion, one that starts a contraction', () => {
    const coupon = subscription(
      'a',
      from('2026-01-01', item(600)),
      from('2026-02-01', item(1200)),
      from('2026-03-01', item(600)),
    );

    expect(told(coupon).slice(1)).toEqual(['expansion/discount_end 0.50', 'contraction/discount_start -0.50']);
  });

  it('shows a switch of plan as a move between the plans and an expansion of the difference', () => {
    const bronze = item(monthly(100), { planId: 'bronze', priceId: 'p1' });
    const gold = item(monthly(250), { planId: 'gold', priceId: 'p2' });
    const switched = rows(subscription('a', from('2026-01-01', bronze), from('2026-01-16', gold))).slice(1);

    expect(switched.map(({ planId, kind, delta }) => [planId, kind, delta / 1200])).toEqual([
      ['bronze', 'move', -100],
      ['gold', 'move', 100],
      ['gold', 'expansion', 150],
    ]);
    expect(switched.map(({ leads }) => leads)).toEqual([false, false, true]);
  });

  it('nets what one subscription loses and another wins at one instant', () => {
    const down = subscription('a', from('2026-01-01', item(1200)), from('2026-02-01', [], { status: 'canceled' }));
    const up = subscription('b', from('2026-02-01', item(600)));

    expect(told(down, up)).toEqual([
      'new/signup 1.00',
      'move/item_added 0.50',
      'move/cancel_voluntary -0.50',
      'contraction/cancel_voluntary -0.50',
    ]);
  });

  it('nets nothing across currencies while no rate is known', () => {
    const dollars = subscription('a', from('2026-01-01', item(1200)), from('2026-02-01', [], { status: 'canceled' }));
    const euros = subscription('b', from('2026-02-01', item(1200), { currency: 'eur' }));

    expect(told(dollars, euros).slice(1)).toEqual(['contraction/cancel_voluntary -1.00', 'expansion/item_added 1.00']);
  });
});
