import { invalid } from './sandbox.errors.js';

/** What one may charge in. Source: docs.stripe.com/currencies#presentment-currencies, in the order Stripe names them. */
const TAKEN = `usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd btn bwp byn bzd
  cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel ghs gip gmd gnf gtq gyd hkd hnl htg huf
  idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk
  mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos
  srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw`.split(/\s+/);

const KNOWN = new Set(TAKEN);

/** In lower case, as Stripe answers it, whatever the caller wrote. @throws for what nobody can be charged in */
export function currencyIn(given: string, param: string): string {
  const currency = given.toLowerCase();
  if (KNOWN.has(currency)) return currency;
  const message = `Invalid currency: ${currency}. Stripe currently supports these currencies: ${TAKEN.join(', ')}`;
  throw invalid(message, { param });
}
