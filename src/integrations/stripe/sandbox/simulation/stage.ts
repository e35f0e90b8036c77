import type { Stripe } from 'stripe';
import type { Action, Of } from './action.js';
import { Buyers, type Wish } from './buyers.js';
import { DAY, monthOf } from './calendar.js';
import { PLANS, priceName, priceOf, pricesOf, type Edition, type Offer } from './catalogue.js';
import { Company, type Api, type Persona } from './company.js';
import { Dashboard } from './dashboard.js';
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
  private readonly dashboard: Dashboard;
  private readonly products = new Map<string, string>();
  private readonly prices = new Map<string, string>();
  private readonly signUps = new Map<number, Of<'sign-up'>>();

  constructor(
    private readonly world: World,
    private readonly story: Story,
  ) {
    this.buyers = new Buyers(world.stripe, story.seed);
    this.company = new Company(world.api);
    this.dashboard = new Dashboard(world.stripe);
  }

  async play(): Promise<void> {
    const { actions, from, until, repricedAt } = this.story;
    const days = Map.groupBy(actions, ({ at }) => Math.floor(at / DAY));
    await this.dashboard.open();
    await this.openShop(0);
    for (let day = from; day < until; day += DAY) {
      if (day === repricedAt) await this.openShop(1);
      for (const action of days.get(day / DAY) ?? []) await this.playAt(action);
      // Whoever works with the engine in the morning finds in it what happened up to midnight.
      const worked = (days.get(day / DAY + 1) ?? []).some(needsTheEngine);
      if (worked || (day + DAY - from) % WEEK === 0 || day + DAY === until) await this.endDay(day + DAY);
      if (monthOf(day) !== monthOf(day + DAY)) this.world.say(`${monthOf(day)}, ${this.personas.size} customers`);
    }
  }

  private async endDay(midnight: number): Promise<void> {
    await this.world.advance(new Date(midnight * 1000));
    await this.world.settle();
  }

  private async playAt(action: Action): Promise<void> {
    await this.world.advance(new Date(action.at * 1000));
    try {
      await this.act(action);
    } catch (error) {
      throw new Error(`${action.kind} of customer ${action.who} failed`, { cause: error });
    }
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
      case 'return':
        return this.comeBack(persona, action);
      case 'card':
        return this.buyers.newCard(persona, action.card);
      case 'usage':
        return this.buyers.use(persona, this.dashboard.meter, action);
      case 'order':
        return this.order(persona, action);
      case 'answer':
        return this.dashboard.answer(persona, action.won);
      case 'refund':
        return this.refund(persona, action);
      default:
        return this.actOnSubscription(persona, action);
    }
  }

  private async actOnSubscription(
    persona: Persona,
    action: Of<'change' | 'plan' | 'reprice' | 'cancel' | 'stay' | 'pause' | 'resume'>,
  ): Promise<void> {
    switch (action.kind) {
      case 'change':
        return this.change(persona, action);
      case 'plan':
        return this.buyers.plan(persona, this.priceFor(action, action.offer), action.offer);
      case 'reprice':
        return this.reprice(persona, action);
      case 'cancel':
        return (action.by === 'buyer' ? this.buyers : this.company).cancel(persona, action.when);
      case 'stay':
        return this.buyers.update(persona.subscription, { cancel_at_period_end: false });
      default:
        return this.collect(persona, action.kind === 'resume');
    }
  }

  private async signUp(action: Of<'sign-up'>): Promise<void> {
    this.signUps.set(action.who, action);
    const persona =
      action.by === 'buyer'
        ? await this.buyers.signUp(action, this.wishOf(action, action))
        : await this.company.signUp(action, this.priceFor(action, action.offer));
    this.personas.set(action.who, persona);
  }

  private wishOf(action: Of<'sign-up' | 'return'>, signUp: Of<'sign-up'>): Wish {
    return { price: this.priceFor(action, action.offer), ...this.dashboard.termsOf(signUp) };
  }

  private signUpOf({ who }: Action): Of<'sign-up'> {
    const found = this.signUps.get(who);
    if (!found) throw new Error('Nobody has signed up by that number.');
    return found;
  }

  /** On the terms of before, less the coupon. */
  private async comeBack(persona: Persona, action: Of<'return'>): Promise<void> {
    await this.buyers.newCard(persona, action.card);
    const terms = { ...this.signUpOf(action), coupon: null };
    return this.buyers.subscribe(persona, action.offer, this.wishOf(action, terms));
  }

  private async change(persona: Persona, action: Of<'change'>): Promise<void> {
    const price = this.priceFor(action, action.offer);
    if (action.by === 'buyer') await this.buyers.change(persona, price, action);
    else await this.company.change(persona, price, action.offer.seats, action.billed);
  }

  private async collect({ subscription }: Persona, on: boolean): Promise<void> {
    await this.buyers.update(subscription, { pause_collection: on ? '' : { behavior: 'void' } });
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
    const { currency } = this.signUpOf(action);
    if (action.by === 'buyer') return this.buyers.buy(persona, currency, action);
    return this.company.sell(persona, action, { amount: inMajor(action.minor, currency), currency });
  }

  private async refund(persona: Persona, action: Of<'refund'>): Promise<void> {
    const found = await this.buyers.refundable(persona, action);
    if (!found) return;
    if (action.by === 'buyer') return this.buyers.refund(found.payment, found.minor);
    return this.company.refund(persona, found.payment, inMajor(found.minor, found.currency));
  }

  private priceFor(action: Action, { plan, rhythm }: Offer): string {
    const { currency } = this.signUpOf(action);
    return this.prices.get(priceName(plan, rhythm, currency, action.at < this.story.repricedAt ? 0 : 1)) ?? '';
  }
}

/** What buyers do at the provider, the engine may hear of days later; its own people look at what it knows. */
function needsTheEngine(action: Action): boolean {
  return action.kind === 'reprice' || ('by' in action && action.by === 'company' && action.kind !== 'sign-up');
}

/** Major units as the API takes them. */
function inMajor(minor: number, currency: string): string {
  return currency === 'jpy' ? String(minor) : (minor / 100).toFixed(2);
}
