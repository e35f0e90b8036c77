import { differenceOfPayout, payoutsOnlyHere, sumsOfPayouts, type PaidOut } from './compare-payouts.js';

const payout = (more: Partial<PaidOut> = {}): PaidOut => ({
  id: 'po_1',
  minor: 7680,
  currency: 'usd',
  parts: { count: 2, minor: 7680 },
  ...more,
});

describe('a payout', () => {
  it.each<{ what: string; theirs: PaidOut; ours: PaidOut | undefined; found: string[] }>([
    { what: 'alike', theirs: payout(), ours: payout(), found: [] },
    { what: 'not here', theirs: payout(), ours: undefined, found: ['missing_local'] },
    { what: 'in another currency', theirs: payout(), ours: payout({ currency: 'eur' }), found: ['currency_differs'] },
    { what: 'a cent apart', theirs: payout(), ours: payout({ minor: 7681 }), found: ['amount_differs'] },
    {
      what: 'that lacks a movement here',
      theirs: payout(),
      ours: payout({ parts: { count: 1, minor: 9680 } }),
      found: ['payout_differs'],
    },
    {
      what: 'whose movements are a cent apart here',
      theirs: payout(),
      ours: payout({ parts: { count: 2, minor: 7679 } }),
      found: ['payout_differs'],
    },
    {
      what: 'that is not the sum of what the provider says it took',
      theirs: payout({ parts: { count: 2, minor: 7679 } }),
      ours: payout({ parts: { count: 2, minor: 7679 } }),
      found: ['payout_differs'],
    },
    {
      what: 'made by hand, of which nobody says what it took',
      theirs: payout({ parts: null }),
      ours: payout({ parts: null }),
      found: [],
    },
  ])('$what', ({ theirs, ours, found }) => {
    expect(differenceOfPayout(theirs, ours).map(({ kind }) => kind)).toEqual(found);
  });

  it.each([
    { what: 'a day ago', at: '2026-03-09T00:00:00Z', kind: 'timing' },
    { what: 'two days ago', at: '2026-03-08T00:00:00Z', kind: 'missing_remote' },
  ])('made $what that only we have is $kind', ({ at, kind }) => {
    const alone = payout({ id: 'po_2', at });
    const found = payoutsOnlyHere([payout()], [payout(), alone], new Date('2026-03-10T00:00:00Z'));
    expect(found).toEqual([{ kind, subject: 'payout:po_2', ours: alone, theirs: null }]);
  });

  it('is summed with the others of its currency', () => {
    expect(sumsOfPayouts([payout(), payout({ id: 'po_2', currency: 'eur' })], [payout()])).toEqual([
      { of: 'payout', currency: 'eur', theirs: { count: 1, minor: 7680 }, ours: { count: 0, minor: 0 } },
      { of: 'payout', currency: 'usd', theirs: { count: 1, minor: 7680 }, ours: { count: 1, minor: 7680 } },
    ]);
  });
});
