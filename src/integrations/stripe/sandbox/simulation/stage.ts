import type { Stripe } from 'stripe';
import type { Action, Of } from './action.js';
import { Buyers } from './buyers.js';
import { DAY, monthOf, RETRY_DAYS } from './calendar.js';
import { PLANS, priceName, priceOf, pricesOf, type Currency, type Edition, type Offer } from './catalogue.js';
import { Company, type Api, type Persona } from './company.js';
import type { Story } from './scenario.js';

const WEEK = 7 * DAY;

/** What the story is played on. */
export interface World {
  readonly stripe: Stripe;
  readonly api: Api;
  /** Business time moves to an instant; what falls due on the way happens. */
  advance(to: Date): Promise<void>;
  /** The engine hears of everything that has happened and makes of it what it has to. */
  settle(): Promise<void>;
  /** Told each month. */
  say(progress: string): void;
}

/** Plays a story: buyers at the provider, the company over the engine's API, day by day. */
export class Stage {
  readonly personas = new Map<number, Persona>();
  private readonly buyers: Buyers;
  private readonly company: Company;
  private readonly products = new Map<string, string>();
  private readonly prices = new Map<string, string>();
  private readonly currencies = new Map<number, Currency>();

  constructor(
    private readonly world: World,
    private readonly story: Story,
  ) {
    this.buyers = new Buyers(world.stripe, story.seed);
    this.company = new Company(world.api);
  }

  async play(): Promise<void> {
    const { actions, from, until, repricedAt } = this.story;
    const days = Map.groupBy(actions, ({ at }) => Math.floor(at / DAY));
    await this.openAccount();
    await this.openShop(0);
    for (let day = from; day < until; day += DAY) {
      if (day === repricedAt) await this.openShop(1);
      for (const action of days.get(day / DAY) ?? []) await this.playAt(action);
      await this.world.advance(new Date((day + DAY) * 1000));
      // Whoever works with the engine in the morning finds in it what happened up to midnight.
      const [tomorrow] = days.get(day / DAY + 1) ?? [];
      if (tomorrow || (day + DAY - from) % WEEK === 0 || day + DAY === until) await this.world.settle();
      if (monthOf(day) !== monthOf(day + DAY)) this.world.say(`${monthOf(day)}, ${this.personas.size} customers`);
    }
  }

  private async playAt(action: Action): Promise<void> {
    await this.world.advance(new Date(action.at * 1000));
    try {
      await this.act(action);
    } catch (error) {
      throw new Error(`${action.kind} of customer ${action.who} failed`, { cause: error });
    }
  }

  /** How long the provider asks for a payment before it gives a customer up is set in its dashboard. */
  private async openAccount(): Promise<void> {
    const settings = { retry_days: [...RETRY_DAYS], after_retries: 'cancel' };
    await this.world.stripe.rawRequest('POST', '/_sandbox/settings', settings);
  }

  /** The company puts the prices of an edition up. */
  private async openShop(edition: Edition): Promise<void> {
    if (edition === 0) for (const plan of PLANS) this.products.set(plan, await this.company.product(plan));
    for (const { plan, rhythm, currency, name } of pricesOf(edition)) {
      const amount = inMajor(priceOf(plan, rhythm, currency, edition), currency);
      const product_id = this.products.get(plan) ?? '';
      this.prices.set(name, await this.company.price({ product_id, amount, currency, interval: rhythm }));
    }
  }

  private async act(action: Action): Promise<void> {
    if (action.kind === 'sign-up') return this.signUp(action);
    const persona = this.personas.get(action.who);
    if (!persona) throw new Error('Nobody is there by that number.');
    switch (action.kind) {
      case 'change':
        return this.change(persona, action);
      case 'reprice':
        return this.reprice(persona, action);
      case 'cancel':
        return (action.by === 'buyer' ? this.buyers : this.company).cancel(persona, action.when);
      case 'stay':
        return this.buyers.update(persona.subscription, { cancel_at_period_end: false });
      case 'return':
        await this.buyers.newCard(persona, action.card);
        return this.buyers.subscribe(persona, action.offer, this.priceFor(action, action.offer));
      case 'card':
        return this.buyers.newCard(persona, action.card);
      case 'pause':
        return this.buyers.update(persona.subscription, { pause_collection: { behavior: 'void' } });
      case 'resume':
        return this.buyers.update(persona.subscription, { pause_collection: '' });
      case 'order':
        return this.order(persona, action);
      case 'refund':
        return this.refund(persona, action);
    }
  }

  private async signUp(action: Of<'sign-up'>): Promise<void> {
    this.currencies.set(action.who, action.currency);
    const side = action.by === 'buyer' ? this.buyers : this.company;
    this.personas.set(action.who, await side.signUp(action, this.priceFor(action, action.offer)));
  }

  private async change(persona: Persona, action: Of<'change'>): Promise<void> {
    const price = this.priceFor(action, action.offer);
    if (action.by === 'buyer') await this.buyers.change(persona, price, action);
    else await this.company.change(persona, price, action.offer.seats, action.billed);
  }

  /** The same plan and seats at the prices of today, without a bill for the running period. */
  private async reprice(persona: Persona, action: Of<'reprice'>): Promise<void> {
    const { items } = await this.world.stripe.subscriptions.retrieve(persona.subscription);
    const [item] = items.data;
    const old = [...this.prices].find(([, id]) => id === item?.price.id)?.[0] ?? '';
    const [plan, rhythm] = old.split(':') as [Offer['plan'], Offer['rhythm']];
    const seats = item?.quantity ?? 1;
    await this.company.change(persona, this.priceFor(action, { plan, rhythm, seats }), seats, 'not');
  }

  private async order(persona: Persona, action: Of<'order'>): Promise<void> {
    const currency = this.currencies.get(action.who) ?? 'usd';
    if (action.by === 'buyer') return this.buyers.buy(persona, currency, action);
    return this.company.sell(persona, action, { amount: inMajor(action.minor, currency), currency });
  }

  private async refund(persona: Persona, action: Of<'refund'>): Promise<void> {
    const found = await this.buyers.refundable(persona, action);
    if (!found) return;
    if (action.by === 'buyer') return this.buyers.refund(found.payment, found.minor);
    return this.company.refund(persona, found.payment, inMajor(found.minor, found.currency));
  }

  private priceFor({ at, who }: Action, { plan, rhythm }: Offer): string {
    const currency = this.currencies.get(who) ?? 'usd';
    return this.prices.get(priceName(plan, rhythm, currency, at < this.story.repricedAt ? 0 : 1)) ?? '';
  }
}

/** Major units as the API takes them. */
function inMajor(minor: number, currency: string): string {
  return currency === 'jpy' ? String(minor) : (minor / 100).toFixed(2);
}
