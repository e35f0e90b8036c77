import { digitsOf } from '../../../kernel/currency.js';
import { Money } from '../../../kernel/money.js';
import { AmountNotChargeable } from './payment.errors.js';

/** The least Stripe charges, in minor units. Source: docs.stripe.com/currencies, minimum and maximum charge amounts. */
const MINIMUM: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
};

/** The most it charges at once: eight digits of minor units. Source: the same page. */
const MAXIMUM = 99_999_999;

/** Refuses what the provider would refuse, before it is asked. @throws AmountNotChargeable */
export function mustBeChargeable(amount: Money): void {
  const minimum = Money.of(MINIMUM[amount.currency] ?? 1, amount.currency);
  const isTooFine = digitsOf(amount.currency) === 3 && amount.minor % 10 !== 0;
  const maximum = Money.of(MAXIMUM, amount.currency);
  if (minimum.exceeds(amount) || amount.exceeds(maximum) || isTooFine) throw new AmountNotChargeable(minimum, maximum);
}
