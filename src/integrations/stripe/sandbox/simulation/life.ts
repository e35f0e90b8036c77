import { pick } from '../../../../kernel/dice.js';
import type { Action, Card, Of, Source } from './action.js';
import { roll } from './audience.js';
import { CURRENCIES, PLANS, type Currency, type Offer, type Plan } from './catalogue.js';
import { DAY, HOUR, periodAround, RETRY_DAYS } from './calendar.js';
import { termsOf } from './terms.js';
import { anyCountry, GOODS, nameOf } from './words.js';

type Act = Action extends infer One ? (One extends Action ? Omit<One, 'at' | 'who'> : never) : never;

/** The story's span, and when its prices change. */
export interface Horizon {
  readonly from: number;
  readonly until: number;
  readonly repricedAt: number;
}

const GOOD: readonly Card[] = ['pm_card_visa', 'pm_card_visa', 'pm_card_mastercard', 'pm_card_amex'];
/** After the first retry of a payment and long before the last. */
const IN_TIME = 2 * DAY;
/** When the last try is over. */
const EXHAUSTED = (Math.max(...RETRY_DAYS) + 1) * DAY;

/**
 * One customer from the sign-up on. Billing periods begin in the mornings, everything else happens in the afternoons,
 * so that no action falls into the hour in which a renewal is still a draft.
 */
export class Life {
  private readonly actions: Action[] = [];
  private readonly currency: Currency;
  private offer: Offer;
  private anchor = 0;
  /** A downgrade may have left credit: then it is not for the story to say when money is asked for again. */
  private credited = false;
  private pricedAt = 0;
  /** Neither taxed nor reduced. */
  private plain = true;
  private left = false;

  constructor(
    private readonly who: number,
    private readonly horizon: Horizon,
    private readonly chance: () => number,
  ) {
    this.currency = pick(chance, ['usd', 'usd', ...CURRENCIES]);
    this.offer = this.anyOffer();
  }

  lived(at: number, source: Source): Action[] {
    const trialDays = this.chance() < 0.4 ? pick(this.chance, [7, 14, 30]) : 0;
    const refused = trialDays === 0 && this.chance() < 0.05;
    this.signUp(at, source, trialDays, refused ? 'pm_card_chargeCustomerFail' : pick(this.chance, GOOD));
    if (!refused) this.stays(at, trialDays);
    return this.actions.filter((action) => action.at < this.horizon.until - DAY);
  }

  private stays(at: number, trialDays: number): void {
    [this.anchor, this.pricedAt] = [at + trialDays * DAY, at];
    if (trialDays > 0 && this.chance() < 0.4) return this.leavesTrial(at, trialDays);
    if (this.chance() < 0.12) this.refund(this.anchor + (2 + roll(this.chance, 12)) * DAY, 'subscription');
    if (this.chance() < 0.3) this.buys(this.anchor + (1 + roll(this.chance, 60)) * DAY);
    let next = this.anchor + (16 + roll(this.chance, 40)) * DAY;
    for (let turns = 0; turns < 4 && !this.left && next < this.horizon.until; turns += 1) {
      next = this.turn(next) + (12 + roll(this.chance, 60)) * DAY;
    }
  }

  private signUp(at: number, source: Source, trialDays: number, card: Card): void {
    const by = this.chance() < 0.25 ? 'company' : 'buyer';
    const [name, country] = [nameOf(this.who, this.chance), anyCountry(this.chance)];
    const terms = termsOf(country, by, this.chance);
    const { currency, offer } = this;
    this.plain = !terms.tax && !terms.coupon;
    this.add(at, {
      kind: 'sign-up',
      ...{ by, name, country, currency, offer, trialDays, card, source, ...terms },
    } satisfies Omit<Of<'sign-up'>, 'at' | 'who'>);
  }

  private leavesTrial(at: number, trialDays: number): void {
    const when = this.chance() < 0.5 ? 'now' : 'period_end';
    const day = at + roll(this.chance, trialDays - 2) * DAY;
    this.add(this.afternoon(day), { kind: 'cancel', by: 'buyer', when });
  }

  /** Something happens to the subscription. @returns when it is over */
  private turn(day: number): number {
    const fate = this.chance();
    const at = this.afternoon(day);
    if (fate < 0.16) return this.changes(at, { ...this.anyOffer(), rhythm: this.offer.rhythm }, 'now');
    if (fate < 0.32)
      return this.changes(at, { ...this.offer, ...this.otherSeats() }, pick(this.chance, ['now', 'next']));
    if (fate < 0.4) return this.goesYearly(day);
    if (fate < 0.49) return this.ends(at, 'period_end');
    if (fate < 0.55) return this.ends(at, 'now');
    if (fate < 0.61) return this.regrets(at);
    if (fate < 0.67) return this.plans(at);
    if (fate < 0.77) return this.moves(at);
    return this.offer.rhythm === 'month' && !this.credited ? this.stumbles(at, fate) : day;
  }

  private changes(at: number, offer: Offer, billed: 'now' | 'next'): number {
    const same = offer.plan === this.offer.plan && offer.seats === this.offer.seats;
    if (same) return at;
    this.offer = offer;
    [this.credited, this.pricedAt] = [true, at];
    this.add(at, { kind: 'change', by: pick(this.chance, ['buyer', 'buyer', 'company']), offer, billed });
    return at;
  }

  /** The billing calendar begins anew, so this is a morning's act. */
  private goesYearly(day: number): number {
    if (this.offer.rhythm === 'year') return day;
    const at = this.morning(day);
    if (this.periodEnd(at) - at > 27 * DAY || this.periodEnd(at) - at < DAY) return day;
    this.offer = { ...this.offer, rhythm: 'year' };
    [this.anchor, this.credited, this.pricedAt] = [at, true, at];
    this.add(at, { kind: 'change', by: 'buyer', offer: this.offer, billed: 'now' });
    return at;
  }

  private ends(at: number, when: 'now' | 'period_end'): number {
    this.add(at, { kind: 'cancel', by: pick(this.chance, ['buyer', 'buyer', 'company']), when });
    const over = when === 'now' ? at : this.periodEnd(at);
    if (when === 'now' && this.chance() < 0.4) this.refund(at + DAY, 'subscription');
    return this.maybeReturns(over);
  }

  private regrets(at: number): number {
    if (this.periodEnd(at) < at + 4 * DAY) return at;
    this.add(at, { kind: 'cancel', by: 'buyer', when: 'period_end' });
    this.add(at + 3 * DAY + 60, { kind: 'stay' });
    return at + 3 * DAY;
  }

  /** Agrees on something else from the next month on; for that month nothing else is touched. */
  private plans(at: number): number {
    const next = this.periodEnd(at);
    if (!this.plain || this.offer.rhythm === 'year' || next < at + 2 * DAY) return at;
    this.offer = { ...this.anyOffer(), rhythm: 'month' };
    this.pricedAt = at;
    this.add(at, { kind: 'plan', offer: this.offer });
    return this.periodEnd(next) + DAY;
  }

  /** The company moves a customer who still has the old prices to the new ones. */
  private moves(at: number): number {
    if (this.pricedAt >= this.horizon.repricedAt || at < this.horizon.repricedAt + DAY) return at;
    this.pricedAt = at;
    this.add(at, { kind: 'reprice' });
    return at;
  }

  /** A pause of some weeks, or a card that stops working. */
  private stumbles(at: number, fate: number): number {
    if (fate < 0.85) {
      this.add(at, { kind: 'pause' });
      this.add(at + 33 * DAY, { kind: 'resume' });
      return at + 33 * DAY;
    }
    this.add(at, { kind: 'card', card: 'pm_card_chargeCustomerFail' });
    const asked = this.periodEnd(at);
    if (fate < 0.93) {
      this.add(this.afternoon(asked + IN_TIME), { kind: 'card', card: 'pm_card_visa' });
      return asked + EXHAUSTED;
    }
    return this.maybeReturns(asked + EXHAUSTED);
  }

  private maybeReturns(over: number): number {
    this.left = this.chance() > 0.35;
    if (this.left) return over;
    const at = this.morning(over + (20 + roll(this.chance, 30)) * DAY);
    this.offer = this.anyOffer();
    [this.anchor, this.pricedAt] = [at, at];
    this.add(at, { kind: 'return', offer: this.offer, card: pick(this.chance, GOOD) });
    return at;
  }

  private buys(day: number): void {
    const [minor, what] = [1_000 * (3 + roll(this.chance, 30)), pick(this.chance, GOODS)];
    const declined = this.chance() < 0.15;
    const by = declined ? 'buyer' : pick(this.chance, ['buyer', 'company'] as const);
    const disputed = !declined && this.chance() < 0.35;
    this.add(this.afternoon(day), { kind: 'order', by, minor, what, declined, disputed });
    if (disputed) this.answers(day + 3 * DAY);
    else if (!declined && this.chance() < 0.3) this.refund(day + 5 * DAY, 'order');
  }

  /** Evidence that wins, evidence that loses, or none. */
  private answers(day: number): void {
    const fate = this.chance();
    if (fate < 0.7) this.add(this.afternoon(day), { kind: 'answer', won: fate < 0.4 });
  }

  private refund(day: number, of: 'subscription' | 'order'): void {
    const by = pick(this.chance, ['buyer', 'company', 'company'] as const);
    this.add(this.afternoon(day), { kind: 'refund', by, of, share: pick(this.chance, [1, 1, 0.5, 0.25]) });
  }

  private add(at: number, act: Act): void {
    this.actions.push({ ...act, at, who: this.who });
  }

  private anyOffer(): Offer {
    const plan = pick<Plan>(this.chance, ['starter', ...PLANS]);
    return {
      plan,
      rhythm: this.chance() < 0.15 ? 'year' : 'month',
      seats: plan === 'team' ? 2 + roll(this.chance, 8) : 1,
    };
  }

  private otherSeats(): Pick<Offer, 'plan' | 'seats'> {
    const { plan, seats } = this.offer;
    return { plan, seats: plan === 'team' ? Math.max(1, seats + pick(this.chance, [-1, 1, 2, 3])) : seats };
  }

  private periodEnd(at: number): number {
    return periodAround(this.anchor, this.offer.rhythm === 'year' ? 12 : 1, at).end;
  }

  private morning(at: number): number {
    return at - (at % DAY) + 8 * HOUR + 60 * roll(this.chance, 180);
  }

  private afternoon(at: number): number {
    return at - (at % DAY) + 13 * HOUR + 60 * roll(this.chance, 360);
  }
}
