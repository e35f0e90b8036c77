import { differencesOf, sumsOf, type Movement } from './compare-movements.js';

const NOW = new Date('2026-03-03T00:00:00Z');

const movement = (id: string, more: Partial<Movement> = {}): Movement => ({
  id,
  type: 'charge',
  minor: 9700,
  fee: 311,
  net: 9389,
  currency: 'usd',
  ...more,
});

describe('the movements of the balance', () => {
  it.each([
    { what: 'alike', theirs: [movement('a')], ours: [movement('a')], found: [] },
    { what: 'not here', theirs: [movement('a'), movement('b')], ours: [movement('a')], found: ['missing_local b'] },
    { what: 'not there', theirs: [], ours: [movement('a')], found: ['missing_remote a'] },
    { what: 'not there yet', theirs: [], ours: [movement('a', { at: '2026-03-01T00:00:01Z' })], found: ['timing a'] },
    {
      what: 'not there after two days',
      theirs: [],
      ours: [movement('a', { at: '2026-03-01T00:00:00Z' })],
      found: ['missing_remote a'],
    },
    {
      what: 'a cent apart',
      theirs: [movement('a')],
      ours: [movement('a', { minor: 9701 })],
      found: ['amount_differs a'],
    },
    {
      what: 'with another fee',
      theirs: [movement('a')],
      ours: [movement('a', { fee: 312, net: 9388 })],
      found: ['fee_differs a'],
    },
    {
      what: 'in another currency',
      theirs: [movement('a')],
      ours: [movement('a', { currency: 'eur' })],
      found: ['currency_differs a'],
    },
  ])('$what', ({ theirs, ours, found }) => {
    const names = differencesOf(theirs, ours, NOW).map(({ kind, subject }) => `${kind} ${subject.split(':')[1]}`);

    expect(names).toEqual(found);
  });

  it('are summed by type and currency on both sides', () => {
    const theirs = [movement('a'), movement('b'), movement('c', { type: 'refund', net: -2000 })];

    expect(sumsOf(theirs, [movement('a')])).toEqual([
      { of: 'charge', currency: 'usd', theirs: { count: 2, minor: 18_778 }, ours: { count: 1, minor: 9389 } },
      { of: 'refund', currency: 'usd', theirs: { count: 1, minor: -2000 }, ours: { count: 0, minor: 0 } },
    ]);
  });
});
