import { hashOf, isAnother } from './asked.js';

const wish = { customer: 'cus_1', amount: 9700 };

it('a wish is the same with other parameters of our own, and another with another amount', () => {
  const known = hashOf({ ...wish, expand: ['latest_charge'], off_session: true });

  expect(isAnother(known, hashOf({ amount: 9700, customer: 'cus_1', expand: ['charges'] }))).toBe(false);
  expect(isAnother(known, hashOf({ ...wish, amount: 9800 }))).toBe(true);
});

it.each(['0'.repeat(64), `1:${'0'.repeat(64)}`])('%s, written down by another version, is not compared', (known) => {
  expect(isAnother(known, hashOf(wish))).toBe(false);
});
