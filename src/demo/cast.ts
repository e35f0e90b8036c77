import type { Stripe } from 'stripe';
import type { Persona } from './demo.entity.js';
import { PLANS, type Action } from './scenario.js';

/** Prices of the demo by `Starter:month`, as the provider calls them. */
export type Prices = Readonly<Record<string, string>>;

type Of<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;

/**
 * The people of the demo, acting at the provider as real ones would on its pages. Each act has a key of its own, so
 * a day that is told again changes nothing.
 */
export class Cast {
  constructor(
    private readonly stripe: Stripe,
    private readonly seed: number,
  ) {}

  async openShop(): Promise<Prices> {
    const prices: [string, string][] = [];
    for (const [name, amounts] of Object.entries(PLANS)) {
      const product = await this.stripe.products.create({ name }, this.once(`product-${name}`));
      for (const interval of ['month', 'year'] as const) {
        const price = await this.stripe.prices.create(
          { product: product.id, currency: 'usd', unit_amount: amounts[interval], recurring: { interval } },
          this.once(`price-${name}-${interval}`),
        );
        prices.push([`${name}:${interval}`, price.id]);
      }
    }
    return Object.fromEntries(prices);
  }

  async signUp(
    { who, name, country, card, plan, interval, trialDays, seats }: Of<'sign-up'>,
    prices: Prices,
  ): Promise<Persona> {
    const customer = await this.stripe.customers.create(
      { name, email: `billing+${who + 1}@${name.split(' ')[0]?.toLowerCase()}.example`, address: { country } },
      this.once(`customer-${who}`),
    );
    await this.newCard(customer.id, who, card, 'first');
    const subscription = await this.stripe.subscriptions.create(
      {
        customer: customer.id,
        items: [{ price: prices[`${plan}:${interval}`] ?? '', quantity: seats }],
        ...(trialDays > 0 ? { trial_period_days: trialDays } : {}),
      },
      this.once(`subscription-${who}`),
    );
    return { customer: customer.id, subscription: subscription.id, item: subscription.items.data[0]?.id ?? '' };
  }

  async newCard(customer: string, who: number, card: string, which: string): Promise<void> {
    const method = await this.stripe.paymentMethods.attach(card, { customer }, this.once(`card-${who}-${which}`));
    await this.stripe.customers.update(
      customer,
      { invoice_settings: { default_payment_method: method.id } },
      this.once(`default-card-${who}-${which}`),
    );
  }

  async changePlan(
    { who, day, plan, interval, seats }: Of<'change-plan'>,
    { subscription, item }: Persona,
    prices: Prices,
  ): Promise<void> {
    await this.update(subscription, `change-${who}-${day}`, {
      items: [{ id: item, price: prices[`${plan}:${interval}`] ?? '', quantity: seats }],
      proration_behavior: 'always_invoice',
    });
  }

  async cancel({ who, day, at }: Of<'cancel'>, { subscription }: Persona): Promise<void> {
    const key = `cancel-${who}-${day}`;
    if (at === 'now') await this.stripe.subscriptions.cancel(subscription, {}, this.once(key));
    else await this.update(subscription, key, { cancel_at_period_end: true });
  }

  async update(subscription: string, key: string, params: Stripe.SubscriptionUpdateParams): Promise<void> {
    await this.stripe.subscriptions.update(subscription, params, this.once(key));
  }

  /** @returns the payment, also of a card that is declined */
  async buy({ who, day, minor, what, card }: Of<'buy'>, customer: string): Promise<string | undefined> {
    const found = await this.stripe.customers.retrieve(customer);
    const usual = found.deleted ? null : found.invoice_settings.default_payment_method;
    const payment = await this.stripe.paymentIntents.create(
      {
        amount: minor,
        currency: 'usd',
        customer,
        description: what,
        payment_method: card ?? (typeof usual === 'string' ? usual : usual?.id) ?? 'pm_card_visa',
        confirm: true,
        off_session: true,
        metadata: { re_kind: 'one_time' },
      },
      this.once(`buy-${who}-${day}`),
    );
    return payment.id;
  }

  async refund({ who, day, share }: Of<'refund'>, payment: string): Promise<void> {
    const { amount } = await this.stripe.paymentIntents.retrieve(payment);
    const params = {
      payment_intent: payment,
      amount: Math.round(amount * share),
      reason: 'requested_by_customer' as const,
    };
    await this.stripe.refunds.create(params, this.once(`refund-${who}-${day}`));
  }

  private once(act: string): Stripe.RequestOptions {
    return { idempotencyKey: `demo-${this.seed}-${act}` };
  }
}
