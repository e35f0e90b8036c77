import type { Price } from '../wire.js';
import { amountOf, priceOf } from './price-amount.js';

type Tiers = readonly [upTo: number | null, each: string, flat?: string][];

const tiered = (tiers_mode: 'graduated' | 'volume', tiers: Tiers): Price =>
  ({
    tiers_mode,
    tiers: tiers.map(([up_to, unit_amount_decimal, flat = '0']) => ({
      up_to,
      unit_amount_decimal,
      flat_amount_decimal: flat,
    })),
  }) as unknown as Price;

const calls: Tiers = [
  [1000, '0'],
  [10_000, '0.2'],
  [null, '0.1', '500'],
];

it.each([
  { mode: 'graduated' as const, quantity: 1000, costs: 0 },
  { mode: 'graduated' as const, quantity: 10_000, costs: 1800 },
  { mode: 'graduated' as const, quantity: 10_500, costs: 1800 + 500 + 50 },
  { mode: 'volume' as const, quantity: 10_000, costs: 2000 },
  { mode: 'volume' as const, quantity: 10_500, costs: 1050 + 500 },
])('$mode tiers: $quantity cost $costs', ({ mode, quantity, costs }) => {
  expect(priceOf(tiered(mode, calls), quantity)).toBe(costs);
});

it('charges packs, begun ones too or only full ones', () => {
  const packs = (round: 'up' | 'down'): Price =>
    ({ unit_amount_decimal: '700', transform_quantity: { divide_by: 10, round } }) as unknown as Price;
  expect([priceOf(packs('up'), 21), priceOf(packs('down'), 29)]).toEqual([2100, 1400]);
});

it('rounds once, half away from zero, however small the parts', () => {
  expect([amountOf('0.000000000001', 500_000_000_000), amountOf('0.5', -1), amountOf('0.49', 1)]).toEqual([1, -1, 0]);
});
