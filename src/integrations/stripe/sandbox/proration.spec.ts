import { prorate, unused } from './proration.js';
import type { Price, SubscriptionItem } from './wire.js';

const MARCH = { start: Date.UTC(2026, 2, 1) / 1000, end: Date.UTC(2026, 3, 1) / 1000 };
const on = (day: number): number => Date.UTC(2026, 2, day) / 1000;

function item(id: string, cents: number, quantity = 1): SubscriptionItem {
  const price = { id: `price_${cents}`, unit_amount: cents, unit_amount_decimal: String(cents) } as Price;
  return { id, price, quantity } as SubscriptionItem;
}

const amounts = (before: SubscriptionItem[], after: SubscriptionItem[], day: number): number[] =>
  prorate(before, after, MARCH, on(day)).map(({ amount }) => amount);

describe('prorate', () => {
  it('gives back 14.97 of 29.00 and asks 51.10 of 99.00 on 16 March', () => {
    expect(amounts([item('a', 2900)], [item('a', 9900)], 16)).toEqual([-1497, 5110]);
  });

  it.each([2, 7, 16, 31])('asks nothing for a switch there and back on day %i', (day) => {
    const there = amounts([item('a', 2900)], [item('a', 9900, 3)], day);
    const back = amounts([item('a', 9900, 3)], [item('a', 2900)], day);
    expect([...there, ...back].reduce((sum, amount) => sum + amount, 0)).toBe(0);
  });

  it('knows more seats, a new item, one that is gone, and one that stays', () => {
    const before = [item('seats', 1000, 2), item('gone', 500), item('stays', 700)];
    const after = [item('seats', 1000, 3), item('stays', 700), item('new', 3100)];
    expect(amounts(before, after, 1)).toEqual([-2000, 3000, -500, 3100]);
  });
});

it('an early end gives back what is left of everything', () => {
  expect(unused([item('a', 3100, 2)], MARCH, on(31)).map(({ amount }) => amount)).toEqual([-200]);
  expect(unused([item('a', 3100)], MARCH, on(40))[0]?.amount).toBe(0);
});
