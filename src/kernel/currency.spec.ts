import { currencyOf, digitsOf, UnknownCurrency } from './currency.js';

describe('a currency', () => {
  it.each(['usd', 'USD', 'Usd'])('is read from %p and kept in lower case', (given) => {
    expect(currencyOf(given)).toBe('usd');
  });

  it.each(['', 'us', 'usx', 'dollar', '€', 'constructor'])('is not %p', (given) => {
    expect(() => currencyOf(given)).toThrow(UnknownCurrency);
  });

  it('is shown back to who misspelt it, but never a whole essay', () => {
    try {
      currencyOf('x'.repeat(10_000));
    } catch (error) {
      expect((error as UnknownCurrency).facts).toEqual({ given: 'x'.repeat(16) });
    }
    expect.assertions(1);
  });

  it.each([
    { currency: 'usd', digits: 2 },
    { currency: 'jpy', digits: 0 },
    { currency: 'krw', digits: 0 },
    { currency: 'kwd', digits: 3 },
    { currency: 'tnd', digits: 3 },
    { currency: 'isk', digits: 2 },
  ])('$currency has $digits digits behind the point', ({ currency, digits }) => {
    expect(digitsOf(currency)).toBe(digits);
  });
});
