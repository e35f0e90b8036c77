import type { Stripe } from 'stripe';
import type { Coupon, Of, Tax } from './action.js';
import { RETRY_DAYS } from './calendar.js';
import { CURRENCIES, USAGE_PRICE, type Currency } from './catalogue.js';
import type { Persona } from './company.js';
import { COUPONS, TAXES } from './terms.js';

const METER = 'calls';

/** The company's account at the provider, as it is set up in the provider's own pages before the doors open. */
export class Dashboard {
  readonly meter = METER;
  private readonly rates = new Map<Tax, string>();
  private readonly coupons = new Map<Coupon, string>();
  private readonly usage = new Map<Currency, string>();

  constructor(private readonly stripe: Stripe) {}

  /** How long the provider asks for a payment before it gives a customer up, and that it pays out each day. */
  async open(): Promise<void> {
    const settings = { retry_days: [...RETRY_DAYS], after_retries: 'cancel' };
    await this.stripe.rawRequest('POST', '/_sandbox/settings', settings);
    await this.stripe.rawRequest('POST', '/_sandbox/payouts', { interval: 'daily' });
    for (const tax of TAXES) this.rates.set(tax, await this.rate(tax));
    for (const coupon of COUPONS) this.coupons.set(coupon, await this.coupon(coupon));
    await this.measure();
  }

  /** What a sign-up says beside plan and seats, by the provider's ids. */
  termsOf({ currency, tax, coupon, metered }: Of<'sign-up'>) {
    return {
      tax: TAXES.flatMap((one) => (isSame(one, tax) ? [this.rates.get(one)] : []))[0],
      coupon: COUPONS.flatMap((one) => (isSame(one, coupon) ? [this.coupons.get(one)] : []))[0],
      usage: metered ? this.usage.get(currency) : undefined,
    };
  }

  /** The company's evidence in the latest dispute of a customer. */
  async answer({ customer }: Persona, won: boolean): Promise<void> {
    const { data: charges } = await this.stripe.charges.list({ customer, limit: 100 });
    const disputed = charges.find((charge) => charge.disputed);
    const { data } = await this.stripe.disputes.list({ charge: disputed?.id ?? '' });
    const evidence = { uncategorized_text: won ? 'winning_evidence' : 'losing_evidence' };
    await this.stripe.disputes.update(data[0]?.id ?? '', { evidence });
  }

  private async rate({ percent, inclusive }: Tax): Promise<string> {
    const rate = await this.stripe.taxRates.create({ display_name: 'VAT', percentage: percent, inclusive });
    return rate.id;
  }

  private async coupon({ percent, lasts }: Coupon): Promise<string> {
    return (await this.stripe.coupons.create({ percent_off: percent, duration: lasts })).id;
  }

  private async measure(): Promise<void> {
    const formula = 'sum' as const;
    const wish = { display_name: METER, event_name: METER, default_aggregation: { formula } };
    const { id: meter } = await this.stripe.billing.meters.create(wish);
    const { id: product } = await this.stripe.products.create({ name: METER });
    for (const currency of CURRENCIES) {
      const recurring = { interval: 'month' as const, usage_type: 'metered' as const, meter };
      const price = { product, currency, unit_amount: USAGE_PRICE[currency], recurring };
      this.usage.set(currency, (await this.stripe.prices.create(price)).id);
    }
  }
}

function isSame(one: object, other: object | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
