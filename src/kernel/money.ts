import { currencyOf, digitsOf } from './currency.js';
import { DomainError } from './domain-error.js';

export class CurrencyMismatch extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'money/currency-mismatch';

  constructor(left: string, right: string) {
    super(`Amounts in ${left} and ${right} cannot be combined.`, { currencies: [left, right] });
  }
}

export class TooManyDigits extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'money/too-many-digits';

  constructor(currency: string) {
    super(`An amount in ${currency} has at most ${digitsOf(currency)} digits behind the point.`, {
      currency,
      digits: digitsOf(currency),
    });
  }
}

export class NotAnAmount extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'money/not-an-amount';

  constructor() {
    super('An amount is a decimal number of at most 15 digits, without an exponent.');
  }
}

/** Up to 15 significant digits a double and a decimal map one to one, so no cent is lost on the way in or out. */
const LARGEST_MINOR = 999_999_999_999_999;

/** An amount in minor units (cents, yen, fils) and its currency. Never a fraction. */
export class Money {
  private constructor(
    readonly minor: number,
    readonly currency: string,
  ) {}

  static of(minor: number, currency: string): Money {
    if (!Number.isSafeInteger(minor)) throw new RangeError(`Not a whole number of minor units: ${minor}`);
    return new Money(minor === 0 ? 0 : minor, currency.toLowerCase());
  }

  static zero(currency: string): Money {
    return Money.of(0, currency);
  }

  /** Reads major units as they stand on the wire: `97`, `97.00` or `"97.00"`. @throws NotAnAmount, TooManyDigits, UnknownCurrency */
  static parse(major: number | string, currency: string): Money {
    const code = currencyOf(currency);
    const match = /^(-?)(\d{1,15})(?:\.(\d{1,20}))?$/.exec(plain(major));
    if (!match) throw new NotAnAmount();
    const [, sign, whole, fraction = ''] = match;
    const digits = digitsOf(code);
    if (fraction.replace(/0+$/, '').length > digits) throw new TooManyDigits(code);

    const minor = Number(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`);
    if (minor > LARGEST_MINOR) throw new NotAnAmount();
    return Money.of(sign ? -minor : minor, code);
  }

  /** Major units, as the wire has them. */
  get major(): number {
    return Number(this.toString());
  }

  get isZero(): boolean {
    return this.minor === 0;
  }

  plus(other: Money): Money {
    return Money.of(this.minor + this.same(other).minor, this.currency);
  }

  minus(other: Money): Money {
    return Money.of(this.minor - this.same(other).minor, this.currency);
  }

  negated(): Money {
    return Money.of(-this.minor, this.currency);
  }

  exceeds(other: Money): boolean {
    return this.minor > this.same(other).minor;
  }

  /** A share in basis points (2000 = 20 %), half a unit rounded away from zero. */
  share(basisPoints: number): Money {
    const half = this.minor < 0 !== basisPoints < 0 ? -10_000n : 10_000n;
    return Money.of(Number((BigInt(this.minor) * BigInt(basisPoints) * 2n + half) / 20_000n), this.currency);
  }

  /** Splits by largest remainder, the first winning ties, so that the parts sum to the whole. */
  split(weights: readonly number[]): Money[] {
    return splitMinor(this.minor, weights).map((part) => Money.of(part, this.currency));
  }

  /** `97.00`, `1000`, `1.230`: major units with the digits of the currency. */
  toString(): string {
    const digits = digitsOf(this.currency);
    const text = String(Math.abs(this.minor)).padStart(digits + 1, '0');
    const major = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
    return this.minor < 0 ? `-${major}` : major;
  }

  toJSON(): { minor: number; currency: string } {
    return { minor: this.minor, currency: this.currency };
  }

  private same(other: Money): Money {
    if (other.currency !== this.currency) throw new CurrencyMismatch(this.currency, other.currency);
    return other;
  }
}

/** Splits whole units by weights (whole numbers, not all zero) with largest remainder; the sum is always the whole. */
export function splitMinor(minor: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  const sign = minor < 0 ? -1 : 1;
  const shares = weights.map((weight, index) => {
    const exact = BigInt(Math.abs(minor)) * BigInt(weight);
    return { index, part: Number(exact / total), remainder: exact % total };
  });
  let rest = Math.abs(minor) - shares.reduce((sum, { part }) => sum + part, 0);
  const byRemainder = shares.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const share of byRemainder) if (rest-- > 0) share.part += 1;
  return shares.map(({ part }) => (part === 0 ? 0 : sign * part));
}

/** A JSON number without an exponent, where its shortest text is a plain decimal. */
function plain(major: number | string): string {
  if (typeof major === 'string') return major;
  if (!Number.isFinite(major)) throw new NotAnAmount();
  return String(major);
}
