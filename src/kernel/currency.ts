import { DomainError } from './domain-error.js';

export class UnknownCurrency extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'money/unknown-currency';

  constructor(currency: string) {
    super('This is not the ISO 4217 code of a currency.', { given: currency.slice(0, 16) });
  }
}

/**
 * Minor-unit digits where they differ from two. Source: ISO 4217, and docs.stripe.com/currencies where the provider
 * counts otherwise: krona (isk) and Ugandan shilling (ugx) have no cents any more but are still sent with two digits.
 */
const DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('bhd iqd jod kwd lyd omr tnd'.split(' ').map((code) => [code, 3])),
};

const KNOWN = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

/** In either case. */
export function isCurrency(given: string): boolean {
  return KNOWN.has(given.toLowerCase());
}

/** Reads a currency in either case; answers the lower-case code. @throws UnknownCurrency */
export function currencyOf(given: string): string {
  if (!isCurrency(given)) throw new UnknownCurrency(given);
  return given.toLowerCase();
}

/** How many digits an amount of this currency has behind the point: 0, 2 or 3. */
export function digitsOf(currency: string): number {
  return DIGITS[currency] ?? 2;
}
