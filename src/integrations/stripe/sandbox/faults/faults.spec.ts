import { Faults } from './faults.js';

const taken = (faults: Faults, times: number): boolean[] =>
  Array.from({ length: times }, () => faults.take('drop') !== undefined);

it('befall what they fit, as often as was ordered', () => {
  const faults = new Faults();
  faults.order('drop', { times: 2, only: ['invoice.*', 'charge.succeeded'] });

  expect(faults.take('drop', 'customer.created')).toBeUndefined();
  expect(faults.take('drop', 'invoice.paid')).toBeDefined();
  expect(faults.ordered).toEqual({ drop: 1 });
  expect(faults.take('drop', 'charge.succeeded')).toBeDefined();
  expect(faults.take('drop', 'invoice.paid')).toBeUndefined();
  expect(faults.ordered).toEqual({});
});

it('repeat themselves under one seed and differ under another', () => {
  const under = (seed: string): boolean[] => {
    const faults = new Faults();
    faults.order('drop', { times: 50, chance: 0.5, seed });
    return taken(faults, 50);
  };

  expect(under('a')).toEqual(under('a'));
  expect(under('a')).not.toEqual(under('b'));
  expect(new Set(under('a')).size).toBe(2);
});

it('turn windows round, or shuffle them by a seed', () => {
  const order = (wanted: object): readonly number[] => {
    const faults = new Faults();
    faults.order('reorder', wanted);
    return faults.reordered([1, 2, 3, 4, 5, 6, 7]).items;
  };

  expect(order({})).toEqual([7, 6, 5, 4, 3, 2, 1]);
  expect(order({ window: 3 })).toEqual([3, 2, 1, 6, 5, 4, 7]);
  expect(order({ seed: 'a' })).toEqual(order({ seed: 'a' }));
  expect(order({ seed: 'a' }).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
