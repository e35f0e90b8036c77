import fc from 'fast-check';
import { CurrencyMismatch, Money, NotAnAmount, splitMinor, TooManyDigits } from './money.js';
import { UnknownCurrency } from './currency.js';

const usd = (minor: number): Money => Money.of(minor, 'usd');
const minor = fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 });

describe('an amount on the wire', () => {
  it.each([
    { given: 97, currency: 'usd', minor: 9700, text: '97.00' },
    { given: '97.00', currency: 'USD', minor: 9700, text: '97.00' },
    { given: 0.29, currency: 'usd', minor: 29, text: '0.29' },
    { given: '-0.05', currency: 'eur', minor: -5, text: '-0.05' },
    { given: '1.230', currency: 'usd', minor: 123, text: '1.23' },
    { given: 1000, currency: 'jpy', minor: 1000, text: '1000' },
    { given: '1000.00', currency: 'JPY', minor: 1000, text: '1000' },
    { given: 1.234, currency: 'kwd', minor: 1234, text: '1.234' },
    { given: '0.001', currency: 'bhd', minor: 1, text: '0.001' },
    { given: '-0', currency: 'usd', minor: 0, text: '0.00' },
    { given: '9999999999999.99', currency: 'usd', minor: 999_999_999_999_999, text: '9999999999999.99' },
  ])('reads $given $currency as $minor minor units', ({ given, currency, minor: expected, text }) => {
    const money = Money.parse(given, currency);

    expect(money.toJSON()).toEqual({ minor: expected, currency: currency.toLowerCase() });
    expect(money.toString()).toBe(text);
  });

  it.each([
    { given: 10.5, currency: 'jpy' },
    { given: 0.1 + 0.2, currency: 'usd' },
    { given: '1.2345', currency: 'kwd' },
  ])('refuses the digits of $given that $currency does not have', ({ given, currency }) => {
    expect(() => Money.parse(given, currency)).toThrow(TooManyDigits);
  });

  it.each([
    '',
    ' 1',
    '1.',
    '.5',
    '1,5',
    '+1',
    '1e3',
    '0x10',
    'NaN',
    '--1',
    '1_000',
    '١',
    Number.NaN,
    Infinity,
    1e21,
    1e-7,
  ])('refuses %p, which is no plain decimal', (given) => {
    expect(() => Money.parse(given, 'usd')).toThrow(NotAnAmount);
  });

  it.each(['10000000000000.00', '1000000000000000', 999_999_999_999_999])('refuses %p, beyond 15 digits', (given) => {
    expect(() => Money.parse(given, 'usd')).toThrow(NotAnAmount);
  });

  it('refuses a hostile number of digits at once', () => {
    const started = performance.now();

    expect(() => Money.parse(`1.${'0'.repeat(1_000_000)}1`, 'usd')).toThrow(NotAnAmount);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('refuses a currency nobody knows', () => {
    expect(() => Money.parse(1, 'usx')).toThrow(UnknownCurrency);
  });

  it('comes back as it went out, as text and as a JSON number', () => {
    fc.assert(
      fc.property(minor, fc.constantFrom('usd', 'jpy', 'kwd'), (units, currency) => {
        const money = Money.of(units, currency);

        expect(Money.parse(money.toString(), currency)).toEqual(money);
        expect(Money.parse(JSON.parse(JSON.stringify(money.major)) as number, currency)).toEqual(money);
      }),
    );
  });
});

describe('a sum of money', () => {
  it('is whole minor units', () => {
    expect(() => usd(0.5)).toThrow(RangeError);
    expect(() => usd(2 ** 53)).toThrow(RangeError);
  });

  it('knows no negative zero', () => {
    expect(Object.is(usd(5).minus(usd(5)).negated().minor, 0)).toBe(true);
    expect(usd(-0)).toEqual(Money.zero('USD'));
    expect(usd(0).isZero).toBe(true);
  });

  it('adds, takes away and compares within one currency', () => {
    expect(usd(150).plus(usd(50))).toEqual(usd(200));
    expect(usd(150).minus(usd(200))).toEqual(usd(-50));
    expect(usd(2).exceeds(usd(1))).toBe(true);
    expect(usd(1).exceeds(usd(1))).toBe(false);
  });

  it('refuses to meet another currency', () => {
    const eur = Money.of(1, 'eur');

    for (const meet of [() => usd(1).plus(eur), () => usd(1).minus(eur), () => usd(1).exceeds(eur)]) {
      expect(meet).toThrow(CurrencyMismatch);
    }
  });
});

describe('a share', () => {
  it.each([
    { of: 10_000, basisPoints: 2000, is: 2000 },
    { of: 5, basisPoints: 1000, is: 1 },
    { of: 4, basisPoints: 1000, is: 0 },
    { of: -5, basisPoints: 1000, is: -1 },
    { of: -4, basisPoints: 1000, is: 0 },
    { of: 5, basisPoints: -1000, is: -1 },
    { of: -5, basisPoints: -1000, is: 1 },
    { of: 15, basisPoints: 1000, is: 2 },
    { of: 25, basisPoints: 1000, is: 3 },
    { of: 0, basisPoints: -1000, is: 0 },
    { of: 333, basisPoints: 10_000, is: 333 },
    { of: 900_719_925_474_099, basisPoints: 9999, is: 900_629_853_481_552 },
  ])('of $of at $basisPoints basis points is $is: half a unit goes away from zero', ({ of, basisPoints, is }) => {
    expect(usd(of).share(basisPoints)).toEqual(usd(is));
  });

  it('is never more than half a unit off, and the same for a debt as for a claim', () => {
    fc.assert(
      fc.property(minor, fc.integer({ min: -20_000, max: 20_000 }), (units, basisPoints) => {
        const share = usd(units).share(basisPoints).minor;
        const off = BigInt(share) * 10_000n - BigInt(units) * BigInt(basisPoints);

        expect(off <= 5000n && off >= -5000n).toBe(true);
        expect(usd(-units).share(basisPoints)).toEqual(usd(-share));
      }),
    );
  });
});

describe('a split', () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 })
    .filter((all) => all.some((weight) => weight > 0));

  it.each([
    { minor: 100, weights: [1, 1, 1], parts: [34, 33, 33] },
    { minor: 101, weights: [1, 1, 1], parts: [34, 34, 33] },
    { minor: -100, weights: [1, 1, 1], parts: [-34, -33, -33] },
    { minor: 10, weights: [1, 0, 3], parts: [3, 0, 7] },
    { minor: 1, weights: [1, 2], parts: [0, 1] },
    { minor: 0, weights: [5, 5], parts: [0, 0] },
  ])('of $minor by $weights gives $parts', ({ minor: units, weights: by, parts }) => {
    expect(usd(units).split(by)).toEqual(parts.map(usd));
  });

  it('loses nothing, strays less than a unit from the exact share, and gives nothing where nothing is due', () => {
    fc.assert(
      fc.property(minor, weights, (units, by) => {
        const parts = splitMinor(units, by);
        const total = by.reduce((sum, weight) => sum + BigInt(weight), 0n);

        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(units);
        for (const [index, part] of parts.entries()) {
          const off = BigInt(part) * total - BigInt(units) * BigInt(by[index] ?? 0);
          expect(off < total && off > -total).toBe(true);
          if (by[index] === 0) expect(part).toBe(0);
        }
      }),
    );
  });

  it('would be caught losing a unit: rounding each part down does', () => {
    const careless = (units: number, by: number[]): number[] => by.map((weight) => Math.trunc((units * weight) / 3));

    expect(careless(100, [1, 1, 1]).reduce((sum, part) => sum + part, 0)).not.toBe(100);
  });

  it('by nothing at all is a defect of the caller', () => {
    expect(() => splitMinor(100, [0, 0])).toThrow(RangeError);
  });
});
