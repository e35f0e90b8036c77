import { annualValues, type RecurringItem, type Terms } from './recurring-value.js';

const item = (unitAmount: string, more: Partial<RecurringItem> = {}): RecurringItem => ({
  unitAmount,
  quantity: 1,
  interval: 'month',
  count: 1,
  product: 'prod_a',
  own: [],
  taxesWithin: [],
  ...more,
});
const off = (more: Partial<Terms>): Terms => ({ percentOff: null, amountsOff: {}, products: null, ...more });

describe('annualValues', () => {
  it.each([
    { unit: '9900', quantity: 1, interval: 'month', count: 1, arr: 118_800 },
    { unit: '9900', quantity: 3, interval: 'month', count: 3, arr: 118_800 },
    { unit: '99000', quantity: 1, interval: 'year', count: 1, arr: 99_000 },
    { unit: '1000', quantity: 10, interval: 'week', count: 1, arr: 520_000 },
    { unit: '3000', quantity: 1, interval: 'day', count: 30, arr: 36_500 },
    { unit: '0.25', quantity: 10, interval: 'month', count: 1, arr: 30 },
    { unit: '0.5', quantity: 1, interval: 'year', count: 1, arr: 1 },
  ] as const)(
    'values $quantity x $unit every $count $interval at $arr a year',
    ({ unit, quantity, interval, count, arr }) => {
      expect(annualValues([item(unit, { quantity, interval, count })], [], 'usd')).toEqual([arr]);
    },
  );

  it.each([
    { what: 'a fifth', terms: off({ percentOff: '20' }), arr: [95_040, 27_840] },
    { what: '10.00 over both', terms: off({ amountsOff: { usd: 1000 } }), arr: [109_524, 32_076] },
    { what: '10.00 of another currency', terms: off({ amountsOff: { eur: 1000 } }), arr: [118_800, 34_800] },
    { what: 'half of one product', terms: off({ percentOff: '50', products: ['prod_b'] }), arr: [118_800, 17_400] },
    { what: 'more than there is', terms: off({ amountsOff: { usd: 99_999 } }), arr: [0, 0] },
  ])('takes $what off', ({ terms, arr }) => {
    const items = [item('9900'), item('2900', { product: 'prod_b' })];
    expect(annualValues(items, [terms], 'usd')).toEqual(arr);
  });

  it.each([
    { what: 'a fifth', unit: '12000', taxesWithin: ['20'], arr: 120_000 },
    { what: 'part of a percent', unit: '10770', taxesWithin: ['7.7'], arr: 120_000 },
    { what: 'two taxes', unit: '11500', taxesWithin: ['5', '10'], arr: 120_000 },
    { what: 'nothing', unit: '12000', taxesWithin: [], arr: 144_000 },
  ])('leaves out the tax a price holds: $what', ({ unit, taxesWithin, arr }) => {
    expect(annualValues([item(unit, { taxesWithin })], [], 'usd')).toEqual([arr]);
  });

  it('takes the tax from what a discount has left', () => {
    expect(annualValues([item('12000', { taxesWithin: ['20'] })], [off({ percentOff: '50' })], 'usd')).toEqual([
      60_000,
    ]);
  });

  it('takes the own discounts of an item first', () => {
    const half = off({ percentOff: '50' });
    const own = [off({ amountsOff: { usd: 900 } })];
    expect(annualValues([item('9900', { own })], [half], 'usd')).toEqual([54_000]);
  });
});
