import type { Stripe } from 'stripe';
import type { Card, Of } from './action.js';
import { emailOf, type Persona } from './company.js';
import type { Offer } from './catalogue.js';
import { idOf } from './reference.js';

/** What somebody subscribes to, by the provider's ids. */
export interface Wish {
  readonly price: string;
  readonly trialDays?: number;
  readonly usage?: string | undefined;
  readonly tax?: string | undefined;
  readonly coupon?: string | undefined;
}

/** The customers, who act on the provider's pages; and whoever works in the provider's dashboard. */
export class Buyers {
  private acts = 0;

  constructor(
    private readonly stripe: Stripe,
    private readonly seed: number,
  ) {}

  async signUp({ who, name, country, offer, card, trialDays }: Of<'sign-up'>, wish: Wish): Promise<Persona> {
    const facts = { name, email: emailOf(who), address: { country } };
    const { id: customer } = await this.stripe.customers.create(facts, this.once());
    const persona = { customer, subscription: '', item: '' };
    await this.newCard(persona, card);
    await this.subscribe(persona, offer, { ...wish, trialDays });
    return persona;
  }

  /** Puts a new subscription in the place of the one before. */
  async subscribe(persona: Persona, { seats }: Offer, { price, trialDays = 0, ...wish }: Wish): Promise<void> {
    const trial = trialDays > 0 ? { trial_period_days: trialDays } : {};
    const items = [{ price, quantity: seats }, ...(wish.usage === undefined ? [] : [{ price: wish.usage }])];
    const rates = wish.tax === undefined ? {} : { default_tax_rates: [wish.tax] };
    const discounts = wish.coupon === undefined ? {} : { discounts: [{ coupon: wish.coupon }] };
    const asked = { customer: persona.customer, items, ...trial, ...rates, ...discounts };
    const made = await this.stripe.subscriptions.create(asked, this.once());
    const item = made.items.data.find((one) => one.price.id === price);
    Object.assign(persona, { subscription: made.id, item: item?.id ?? '' });
  }

  /** Agrees on another price from the next period on, for a month and then on and on. */
  async plan({ subscription }: Persona, price: string, { seats }: Offer): Promise<void> {
    const { id, phases } = await this.stripe.subscriptionSchedules.create(
      { from_subscription: subscription },
      this.once(),
    );
    const [now] = phases;
    const items = now?.items.map((item) => ({ price: idOf(item.price), quantity: item.quantity ?? 1 })) ?? [];
    const running = { items, start_date: now?.start_date ?? 0, end_date: now?.end_date ?? 0 };
    const next = { items: [{ price, quantity: seats }], duration: { interval: 'month' as const, interval_count: 1 } };
    await this.stripe.subscriptionSchedules.update(id, { phases: [running, next] }, this.once());
  }

  /** What was said before is refused when it is said again. */
  async use({ customer }: Persona, meter: string, { at, units, name, ago }: Of<'usage'>): Promise<void> {
    const payload = { stripe_customer_id: customer, value: String(units) };
    const use = { event_name: meter, identifier: name, payload, timestamp: at - ago };
    await this.stripe.billing.meterEvents.create(use, this.once()).catch(saidBefore);
  }

  async newCard({ customer }: Persona, card: Card): Promise<void> {
    const { id } = await this.stripe.paymentMethods.attach(card, { customer }, this.once());
    await this.stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } }, this.once());
  }

  async change({ subscription, item }: Persona, price: string, { offer, billed }: Of<'change'>): Promise<void> {
    const proration_behavior = billed === 'now' ? 'always_invoice' : 'create_prorations';
    const items = [{ id: item, price, quantity: offer.seats }];
    await this.update(subscription, { items, proration_behavior });
  }

  async cancel({ subscription }: Persona, when: 'now' | 'period_end'): Promise<void> {
    if (when === 'now') await this.stripe.subscriptions.cancel(subscription, {}, this.once());
    else await this.update(subscription, { cancel_at_period_end: true });
  }

  async update(subscription: string, wish: Stripe.SubscriptionUpdateParams): Promise<void> {
    await this.stripe.subscriptions.update(subscription, wish, this.once());
  }

  async buy({ customer }: Persona, currency: string, order: Of<'order'>): Promise<void> {
    const { minor, what, declined, disputed } = order;
    const usual = await this.stripe.customers.retrieve(customer);
    const method = usual.deleted ? null : usual.invoice_settings.default_payment_method;
    const wish = {
      ...{ amount: minor, currency, customer, description: what, confirm: true, off_session: true },
      payment_method: declined ? 'pm_card_visa_chargeDeclined' : disputed ? 'pm_card_createDispute' : idOf(method),
      metadata: { order: what },
    };
    await this.stripe.paymentIntents.create(wish, this.once()).catch(declinedIsFine);
  }

  /** What is to be given back of the last payment of a kind, if nothing of it has been given back yet. */
  async refundable({ customer }: Persona, { of, share }: Of<'refund'>) {
    const { data } = await this.stripe.charges.list({ customer, limit: 100 });
    const found = data.find(({ paid, metadata }) => paid && (of === 'order') === Object.hasOwn(metadata, 'order'));
    if (!found || found.amount_refunded > 0) return undefined;
    const { currency, payment_intent } = found;
    return { payment: idOf(payment_intent), minor: Math.floor(found.amount * share), currency };
  }

  async refund(payment_intent: string, amount: number): Promise<void> {
    await this.stripe.refunds.create({ payment_intent, amount, reason: 'requested_by_customer' }, this.once());
  }

  /** Equal stories send equal keys. */
  private once(): Stripe.RequestOptions {
    this.acts += 1;
    return { idempotencyKey: `story-${this.seed}-${this.acts}` };
  }
}

function saidBefore(error: unknown): void {
  if ((error as { param?: string }).param !== 'identifier') throw error;
}

function declinedIsFine(error: unknown): void {
  if ((error as { type?: string }).type !== 'StripeCardError') throw error;
}
