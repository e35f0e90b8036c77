import type { Action, Card, Of } from './action.js';
import { DAY, HOUR, periodAround, RETRY_DAYS } from './calendar.js';
import { priceOf, type Currency, type Edition, type Offer } from './catalogue.js';
import type { Figure, TrueFact } from './fact.js';
import { Purse } from './purse.js';
import { halfAway } from './settlement.js';

interface Subscription {
  offer: Offer;
  edition: Edition;
  anchor: number;
  start: number;
  end: number;
  state: 'trial' | 'on' | 'over';
  endsAt: number | null;
  paused: boolean;
  /** Prorations that wait for the next invoice. */
  pending: number;
}

interface Bill {
  readonly of: Subscription;
  due: number;
  readonly finalizedAt: number;
}

type Due = { readonly at: number; readonly act: (at: number) => void; readonly of: Subscription };

/** One customer's standing with the business, worked out by plain arithmetic from what the customer did. */
export class Account {
  readonly facts: TrueFact[] = [];
  private readonly currency: Currency;
  private subscription: Subscription | undefined;
  private agenda: Due[] = [];
  private open: Bill[] = [];
  private readonly purse: Purse;
  private everPaid = false;
  private because: Action;

  constructor(
    first: Of<'sign-up'>,
    private readonly repricedAt: number,
  ) {
    this.because = first;
    this.currency = first.currency;
    this.purse = new Purse(first.currency, isFailing(first.card), (...fact) => this.tell(...fact));
    this.tell('customers', first.at, 1);
    this.subscribe(first.at, first.offer, first.trialDays);
  }

  /** Time goes on up to an action, and then it happens. */
  live(action: Action): void {
    this.until(action.at);
    this.because = action;
    this.act(action);
  }

  until(end: number): void {
    for (;;) {
      const due = this.agenda.toSorted((a, b) => a.at - b.at).find(({ at }) => at <= end);
      if (!due) return;
      this.agenda = this.agenda.filter((one) => one !== due);
      due.act(due.at);
    }
  }

  /** What is left standing at the end. */
  close(at: number): void {
    this.until(at);
    const owed = this.open.reduce((sum, { due }) => sum + due, 0);
    this.tell('mrr', at - 1, this.monthly(), this.currency);
    this.tell('unpaid', at - 1, owed, this.currency);
    this.tell('customer_credit', at - 1, this.purse.credit, this.currency);
  }

  private act(action: Action): void {
    const { at } = action;
    const subscription = this.subscription;
    switch (action.kind) {
      case 'card':
        this.purse.fails = isFailing(action.card);
        return;
      case 'order':
        return this.purse.buy(action);
      case 'refund':
        return this.purse.refund(action);
      case 'return':
        this.purse.fails = false;
        return this.subscribe(at, action.offer, 0);
      case 'sign-up':
        return;
      default:
    }
    if (!subscription || subscription.state === 'over') throw new Error(`Nothing is left to ${action.kind}.`);
    if (action.kind === 'change') this.change(subscription, action);
    else if (action.kind === 'reprice') this.recount(at, () => (subscription.edition = this.editionAt(at)));
    else if (action.kind === 'cancel') this.cancel(subscription, at, action.when);
    else if (action.kind === 'stay') this.stay(subscription);
    else this.recount(at, () => (subscription.paused = action.kind === 'pause'));
  }

  private subscribe(at: number, offer: Offer, trialDays: number): void {
    const anchor = at + trialDays * DAY;
    const trial = trialDays > 0;
    const end = trial ? anchor : periodAround(at, monthsIn(offer), at).end;
    const fresh: Subscription = {
      ...{ offer, edition: this.editionAt(at), anchor, start: at, end, state: trial ? 'trial' : 'over' },
      ...{ endsAt: null, paused: false, pending: 0 },
    };
    this.subscription = fresh;
    if (trial) this.tell('trials', at, 1);
    else if (!this.purse.pay(at, this.purse.afterCredit(worthOf(fresh, this.currency)), 'subscription')) return;
    else this.recount(at, () => (fresh.state = 'on'));
    this.plan(fresh, end, (time) => this.renew(fresh, time));
  }

  /** A new period, with a bill that stays a draft for an hour. */
  private renew(subscription: Subscription, at: number): void {
    if (subscription.state === 'trial') {
      this.tell('conversions', at, 1);
      this.recount(at, () => (subscription.state = 'on'));
    }
    const { offer, anchor } = subscription;
    Object.assign(subscription, periodAround(anchor, monthsIn(offer), at));
    const total = worthOf(subscription, this.currency) + subscription.pending;
    subscription.pending = 0;
    const bill: Bill = { of: subscription, due: 0, finalizedAt: at + HOUR };
    this.plan(subscription, at + HOUR, (time) => this.finalize(bill, total, time));
    this.plan(subscription, subscription.end, (time) => this.renew(subscription, time));
  }

  private finalize(bill: Bill, total: number, at: number): void {
    bill.due = this.purse.afterCredit(total);
    if (bill.due === 0 || bill.of.paused) return;
    this.open.push(bill);
    this.attempt(bill, at);
  }

  private attempt(bill: Bill, at: number): void {
    if (this.purse.pay(at, bill.due, 'subscription')) return this.settle(bill);
    const next = RETRY_DAYS.map((day) => bill.finalizedAt + day * DAY).find((time) => time > at);
    if (next !== undefined) return this.plan(bill.of, next, (time) => this.attempt(bill, time));
    this.settle(bill);
    this.tell('given_up', at, bill.due, this.currency);
    this.end(bill.of, at);
  }

  private settle(bill: Bill): void {
    this.open = this.open.filter((one) => one !== bill);
  }

  private change(subscription: Subscription, { at, offer, billed }: Of<'change'>): void {
    const before = { worth: worthOf(subscription, this.currency), rhythm: subscription.offer.rhythm };
    const left = [subscription.end - at, subscription.end - subscription.start] as const;
    this.recount(at, () => Object.assign(subscription, { offer, edition: this.editionAt(at) }));
    if (subscription.state === 'trial') return;
    const unused = halfAway(-before.worth * left[0], left[1]);
    if (before.rhythm !== offer.rhythm) return this.beginAnew(subscription, at, unused);
    subscription.pending += unused + halfAway(worthOf(subscription, this.currency) * left[0], left[1]);
    if (billed === 'now') this.billNow(subscription, at, 0);
  }

  private beginAnew(subscription: Subscription, at: number, unused: number): void {
    subscription.anchor = at;
    Object.assign(subscription, periodAround(at, monthsIn(subscription.offer), at));
    this.agenda = this.agenda.filter(({ of }) => of !== subscription);
    this.plan(subscription, subscription.end, (time) => this.renew(subscription, time));
    subscription.pending += unused;
    this.billNow(subscription, at, worthOf(subscription, this.currency));
  }

  private billNow(subscription: Subscription, at: number, more: number): void {
    const due = this.purse.afterCredit(subscription.pending + more);
    subscription.pending = 0;
    if (due > 0) this.purse.pay(at, due, 'subscription');
  }

  private cancel(subscription: Subscription, at: number, when: 'now' | 'period_end'): void {
    if (when === 'now') return this.end(subscription, at);
    subscription.endsAt = subscription.end;
    // Ahead of the renewal that falls on the same second.
    this.agenda.unshift({ at: subscription.end, of: subscription, act: (time) => this.end(subscription, time) });
  }

  private stay(subscription: Subscription): void {
    subscription.endsAt = null;
    this.agenda = this.agenda.filter(({ of }) => of !== subscription);
    this.plan(subscription, subscription.end, (time) => this.renew(subscription, time));
  }

  private end(subscription: Subscription, at: number): void {
    this.recount(at, () => (subscription.state = 'over'));
    this.agenda = this.agenda.filter(({ of }) => of !== subscription);
  }

  /** Lets something happen to the subscription and tells what it did to recurring revenue. */
  private recount(at: number, happens: () => unknown): void {
    const [before, was] = [this.monthly(), this.isSubscribed()];
    happens();
    const [after, is] = [this.monthly(), this.isSubscribed()];
    if (was && !is) {
      this.tell('mrr_churn', at, -before, this.currency);
      this.tell('customers_lost', at, 1);
    } else if (!was && is) {
      this.tell(this.everPaid ? 'mrr_reactivation' : 'mrr_new', at, after, this.currency);
      if (!this.everPaid) this.tell('customers_new', at, 1);
      this.everPaid = true;
    } else if (after > before) this.tell('mrr_expansion', at, after - before, this.currency);
    else if (after < before) this.tell('mrr_contraction', at, after - before, this.currency);
  }

  private monthly(): number {
    const { subscription } = this;
    if (!subscription || subscription.state !== 'on' || subscription.paused) return 0;
    return worthOf(subscription, this.currency) / monthsIn(subscription.offer);
  }

  private isSubscribed(): boolean {
    return this.subscription?.state === 'on';
  }

  private editionAt(at: number): Edition {
    return at < this.repricedAt ? 0 : 1;
  }

  private plan(of: Subscription, at: number, act: (at: number) => void): void {
    this.agenda.push({ at, act, of });
  }

  private tell(figure: Figure, at: number, amount: number, currency: Currency | null = null): void {
    if (amount === 0 && currency !== null) return;
    this.facts.push({ figure, at, amount, currency, who: this.because.who, because: this.because });
  }
}

function isFailing(card: Card): boolean {
  return card === 'pm_card_chargeCustomerFail';
}

function monthsIn({ rhythm }: Offer): number {
  return rhythm === 'year' ? 12 : 1;
}

/** What a period costs. */
function worthOf({ offer, edition }: Subscription, currency: Currency): number {
  return offer.seats * priceOf(offer.plan, offer.rhythm, currency, edition);
}
