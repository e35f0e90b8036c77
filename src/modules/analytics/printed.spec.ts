import fc from 'fast-check';
import { inWords, major, printedBridge, ratio, roundMinor } from './printed.js';

describe('printing', () => {
  it.each([
    { exact: 0.5, is: 1 },
    { exact: -0.5, is: -1 },
    { exact: 2.5, is: 3 },
    { exact: 2.4999, is: 2 },
  ])('rounds $exact once, half away from zero', ({ exact, is }) => {
    expect(roundMinor(exact)).toBe(is);
  });

  it('knows how many digits a currency has', () => {
    expect(major(520_000 / 12, 'usd')).toBe(433.33);
    expect(major(1000, 'jpy')).toBe(1000);
    expect(inWords(120_000, 'usd')).toBe('1,200.00');
    expect(inWords(120_000, 'jpy')).toBe('120,000');
  });

  it('gives ratios six decimals', () => {
    expect(ratio(12 / 385)).toBe(0.031169);
    expect(ratio(-1 / 3)).toBe(-0.333333);
  });

  it('prints a bridge whose steps lead from one end to the other', () => {
    const steps = fc.array(fc.integer({ min: -50_000, max: 90_000 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), steps, (start, moved) => {
        const end = start + moved.reduce((sum, step) => sum + step, 0);
        fc.pre(end >= 0);
        const printed = printedBridge(start, moved, end);
        expect(printed.start + printed.steps.reduce((sum, step) => sum + step, 0)).toBe(printed.end);
        printed.steps.forEach((step, index) => expect(Math.abs(step - (moved[index] ?? 0) / 12)).toBeLessThan(2));
      }),
      { seed: 20261121 },
    );
  });
});
