import { dice, pick, shuffled } from './dice.js';

const drawn = (seed: number | string, count = 1_000) => {
  const chance = dice(seed);
  return Array.from({ length: count }, chance);
};

describe('dice', () => {
  it('fall the same way for the same seed, number or text, and another way for another', () => {
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn('seven')).toEqual(drawn('seven'));
    expect(drawn('seven')).not.toEqual(drawn('eight'));
    expect(drawn(7)).not.toEqual(drawn(8));
  });

  it('stay within [0, 1) and favour no part of it', () => {
    const numbers = drawn(11, 10_000);
    expect(numbers.every((one) => one >= 0 && one < 1)).toBe(true);
    for (const tenth of Array.from({ length: 10 }, (_, n) => n / 10)) {
      const share = numbers.filter((one) => one >= tenth && one < tenth + 0.1).length / numbers.length;
      expect(share).toBeGreaterThan(0.08);
      expect(share).toBeLessThan(0.12);
    }
  });

  it('know FNV-1a: the published hash of "foobar" is the seed of that text', () => {
    expect(drawn('foobar')).toEqual(drawn(0xbf9cf968));
  });

  it('pick every one of several', () => {
    const chance = dice(3);
    expect(new Set(Array.from({ length: 100 }, () => pick(chance, ['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']));
  });

  it('shuffle without losing one, each order about as often', () => {
    const chance = dice(5);
    const orders = new Map<string, number>();
    for (let n = 0; n < 6_000; n += 1) {
      const order = shuffled(['a', 'b', 'c'], chance).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect([...orders.keys()].toSorted()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    expect(Math.min(...orders.values())).toBeGreaterThan(850);
  });
});
