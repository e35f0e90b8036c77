import * as fc from 'fast-check';
import { shareOf } from './crediting.js';

it('gives a tenth of the tax back with a tenth of the line', () => {
  expect(shareOf(1980, { amount: 990, before: 0, of: 9900 })).toBe(198);
});

it('gives all of it back in the end, however the line is cut', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(cuts, fc.integer({ min: 0, max: 10_000 }), (parts, whole) => {
      const of = parts.reduce((sum, part) => sum + part, 0);
      let [before, given] = [0, 0];
      for (const amount of parts) {
        given += shareOf(whole, { amount, before, of });
        before += amount;
      }
      expect(given).toBe(whole);
    }),
  );
});
