import type { Action, Card, Of } from './action.js';
import { Agenda } from './agenda.js';
import { DAY, HOUR, RETRY_DAYS } from './calendar.js';
import type { Currency, Edition, Offer } from './catalogue.js';
import { Contract, type Sums } from './contract.js';
import type { Figure, TrueFact } from './fact.js';
import type { Movement } from './payouts.js';
import { Purse } from './purse.js';
import { DISPUTE_DEADLINE } from './settlement.js';
import { stepsBetween, type Standing } from './standing.js';
import { UsageLog } from './usage-log.js';

interface Bill extends Sums {
  readonly of: Contract;
  due: number;
  readonly finalizedAt: number;
}

/** One customer's standing with the business, worked out by plain arithmetic from what the customer did. */
export class Account {
  readonly facts: TrueFact[] = [];
  readonly movements: Movement[] = [];
  private contract: Contract | undefined;
  private readonly agenda = new Agenda<Contract>();
  private open: Bill[] = [];
  private readonly purse: Purse;
  private readonly usage = new UsageLog();
  private everPaid = false;
  private because: Action;

  constructor(
    private readonly first: Of<'sign-up'>,
    private readonly repricedAt: number,
  ) {
    this.because = first;
    this.purse = new Purse(
      first.currency,
      isFailing(first.card),
      (...fact) => this.tell(...fact),
      (at, cents, available) => this.movements.push({ at, cents, available, because: this.because }),
    );
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
    this.agenda.until(end);
  }

  /** What is left standing at the end. */
  close(at: number): void {
    this.until(at);
    this.tell('mrr', at - 1, this.standing.monthly, this.currency);
    for (const { due } of this.open) this.tell('unpaid', at - 1, due, this.currency);
    this.tell('held', at - 1, this.purse.held, this.currency);
    this.tell('customer_credit', at - 1, this.purse.credit, this.currency);
  }

  private act(action: Action): void {
    switch (action.kind) {
      case 'card':
        this.purse.fails = isFailing(action.card);
        return;
      case 'order':
        return this.order(action);
      case 'answer':
        return this.purse.decided(action.at, action.won);
      case 'refund':
        return this.purse.refund(action);
      case 'usage':
        return this.usage.hear(action);
      case 'return':
        this.purse.fails = false;
        return this.subscribe(action.at, action.offer, 0);
      case 'sign-up':
        return;
      default:
        return this.actOn(this.contract, action);
    }
  }

  private actOn(
    contract: Contract | undefined,
    action: Of<'change' | 'plan' | 'reprice' | 'cancel' | 'stay' | 'pause' | 'resume'>,
  ): void {
    const { at } = action;
    if (!contract || contract.state === 'over') throw new Error(`Nothing is left to ${action.kind}.`);
    if (action.kind === 'change') this.change(contract, action);
    else if (action.kind === 'plan') this.replan(contract, action.offer, this.editionAt(at));
    else if (action.kind === 'reprice') this.recount(at, () => (contract.edition = this.editionAt(at)));
    else if (action.kind === 'cancel') this.cancel(contract, at, action.when);
    else if (action.kind === 'stay') this.stay(contract);
    else this.recount(at, () => (contract.paused = action.kind === 'pause'));
  }

  private order(action: Of<'order'>): void {
    const denied = this.purse.buy(action);
    const lose = (at: number): void => this.purse.decided(at, false);
    if (denied !== undefined) this.agenda.plan(null, denied + DISPUTE_DEADLINE, lose);
  }

  private subscribe(at: number, offer: Offer, trialDays: number): void {
    const { currency, tax, metered } = this.first;
    const coupon = this.contract ? null : this.first.coupon;
    const fresh = new Contract({ currency, tax, coupon, metered }, offer, this.editionAt(at), at + trialDays * DAY, at);
    this.contract = fresh;
    if (trialDays > 0) this.tell('trials', at, 1);
    else if (!this.bill(fresh, at, [fresh.net])) return;
    else this.recount(at, () => (fresh.state = 'on'));
    if (trialDays === 0) fresh.billed();
    this.agenda.plan(fresh, fresh.end, (time) => this.renew(fresh, time));
  }

  /** A new period, with a bill that stays a draft for an hour. */
  private renew(contract: Contract, at: number): void {
    const over = { start: contract.start, end: contract.end, metered: contract.metered && contract.state === 'on' };
    if (contract.state === 'trial') {
      this.tell('conversions', at, 1);
      this.recount(at, () => (contract.state = 'on'));
    }
    contract.turn(at);
    const lines = [...contract.pending, contract.net];
    contract.pending = [];
    this.agenda.plan(contract, at + HOUR, (time) => {
      const used = over.metered ? [contract.used(this.usage.within(over.start, over.end, time))] : [];
      this.finalize(contract, [...lines, ...used], time);
    });
    this.agenda.plan(contract, contract.end, (time) => this.renew(contract, time));
  }

  private finalize(contract: Contract, lines: readonly number[], at: number): void {
    const sums = contract.sums(lines);
    const bill: Bill = { ...sums, of: contract, due: this.purse.afterCredit(sums.total), finalizedAt: at };
    contract.billed();
    if (contract.paused) return;
    this.tell('tax', at, bill.tax, this.currency);
    if (bill.due === 0) return;
    this.open.push(bill);
    this.attempt(bill, at);
  }

  private attempt(bill: Bill, at: number): void {
    if (this.purse.pay(at, bill.due, 'subscription', bill)) return this.settle(bill);
    const next = RETRY_DAYS.map((day) => bill.finalizedAt + day * DAY).find((time) => time > at);
    if (next !== undefined) return this.agenda.plan(bill.of, next, (time) => this.attempt(bill, time));
    this.settle(bill);
    this.tell('given_up', at, bill.due, this.currency);
    this.end(bill.of, at);
  }

  private settle(bill: Bill): void {
    this.open = this.open.filter((one) => one !== bill);
  }

  private change(contract: Contract, { at, offer, billed }: Of<'change'>): void {
    const [unused, rhythm] = [contract.rest(at, -1), contract.offer.rhythm];
    this.recount(at, () => Object.assign(contract, { offer, edition: this.editionAt(at) }));
    if (contract.state === 'trial') return;
    if (rhythm !== offer.rhythm) return this.beginAnew(contract, at, unused);
    contract.pending.push(unused, contract.rest(at, 1));
    if (billed === 'now') this.billNow(contract, at);
  }

  private beginAnew(contract: Contract, at: number, unused: number): void {
    contract.restart(at);
    this.agenda.drop(contract);
    this.agenda.plan(contract, contract.end, (time) => this.renew(contract, time));
    contract.pending.push(unused);
    this.billNow(contract, at, [contract.net]);
  }

  private billNow(contract: Contract, at: number, more: readonly number[] = []): void {
    const lines = [...contract.pending, ...more];
    contract.pending = [];
    this.bill(contract, at, lines);
  }

  /** @returns whether it was paid, if there was anything to pay */
  private bill(contract: Contract, at: number, lines: readonly number[]): boolean {
    const sums = contract.sums(lines);
    const paid = this.purse.pay(at, this.purse.afterCredit(sums.total), 'subscription', sums);
    if (paid) this.tell('tax', at, sums.tax, this.currency);
    return paid;
  }

  /** What is agreed on from the next period on holds before that is billed. */
  private replan(contract: Contract, offer: Offer, edition: Edition): void {
    const turn = (at: number): void => this.recount(at, () => Object.assign(contract, { offer, edition }));
    this.agenda.planAhead(contract, contract.end, turn);
  }

  private cancel(contract: Contract, at: number, when: 'now' | 'period_end'): void {
    if (when === 'now') return this.end(contract, at);
    const { start, end } = contract;
    this.agenda.planAhead(contract, end, (time) => {
      this.end(contract, time);
      if (contract.metered) this.billNow(contract, time, [contract.used(this.usage.within(start, end, time))]);
    });
  }

  private stay(contract: Contract): void {
    this.agenda.drop(contract);
    this.agenda.plan(contract, contract.end, (time) => this.renew(contract, time));
  }

  private end(contract: Contract, at: number): void {
    this.recount(at, () => (contract.state = 'over'));
    this.agenda.drop(contract);
  }

  /** Lets something happen to the subscription and tells what it did to recurring revenue. */
  private recount(at: number, happens: () => unknown): void {
    const before = this.standing;
    happens();
    for (const { figure, amount, counts } of stepsBetween(before, this.standing)) {
      this.tell(figure, at, amount, counts ? null : this.currency);
    }
    this.everPaid ||= this.standing.subscribed;
  }

  private get standing(): Standing {
    const { contract, everPaid } = this;
    return { monthly: contract?.monthly ?? 0, subscribed: contract?.state === 'on', everPaid };
  }

  private editionAt(at: number): Edition {
    return at < this.repricedAt ? 0 : 1;
  }

  private get currency(): Currency {
    return this.first.currency;
  }

  private tell(figure: Figure, at: number, amount: number, currency: Currency | null = null): void {
    if (amount === 0 && currency !== null) return;
    this.facts.push({ figure, at, amount, currency, who: this.because.who, because: this.because });
  }
}

function isFailing(card: Card): boolean {
  return card === 'pm_card_chargeCustomerFail';
}
