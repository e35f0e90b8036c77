import type { Params } from '../params.js';
import { invalid } from '../sandbox.errors.js';
import type { Price } from '../wire.js';

type Options = NonNullable<Price['currency_options']>;

/** The price as it is in a currency: its own amounts, or those it offers for it. */
export function priceIn(price: Price, currency: string, param = 'price'): Price {
  if (price.currency === currency) return price;
  const option = price.currency_options?.[currency];
  if (!option) {
    const message = `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${currency}\`.`;
    throw invalid(message, { param });
  }
  const { unit_amount, unit_amount_decimal, tiers } = option;
  return { ...price, currency, unit_amount, unit_amount_decimal, ...(tiers ? { tiers } : {}) };
}

interface Amounts {
  unit_amount: number | null;
  unit_amount_decimal: string | null;
  tiers?: NonNullable<Price['tiers']>;
}

/** Reads what a price costs in further currencies. */
export function optionsOf(params: Params, amountsOf: (given: Params) => Amounts): Options | undefined {
  return params.below('currency_options')?.byCurrency((given) => {
    const behaviour = given.choice('tax_behavior', ['unspecified', 'exclusive', 'inclusive']) ?? 'unspecified';
    return { custom_unit_amount: null, tax_behavior: behaviour, ...amountsOf(given) };
  });
}
