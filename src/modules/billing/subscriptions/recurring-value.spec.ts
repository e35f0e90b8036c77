import { annualValue } from './recurring-value.js';

describe('annualValue', () => {
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
      expect(annualValue(unit, quantity, interval, count)).toBe(arr);
    },
  );
});
