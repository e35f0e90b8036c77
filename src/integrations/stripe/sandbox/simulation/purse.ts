import type { Of } from './action.js';
import type { Currency } from './catalogue.js';
import type { Figure } from './fact.js';
import { feeOf, settled } from './settlement.js';

export type Tell = (figure: Figure, at: number, amount: number, currency?: Currency) => void;

interface Payment {
  readonly minor: number;
  readonly of: 'subscription' | 'order';
  returned: number;
}

/** What a customer pays with, has paid, got back, and has to their credit. */
export class Purse {
  credit = 0;
  private readonly payments: Payment[] = [];

  constructor(
    private readonly currency: Currency,
    public fails: boolean,
    private readonly tell: Tell,
  ) {}

  /** @returns whether the card was good for it */
  pay(at: number, minor: number, of: Payment['of']): boolean {
    if (this.fails) {
      this.tell('declines', at, 1);
      return false;
    }
    const cents = settled(minor, this.currency);
    this.payments.push({ minor, of, returned: 0 });
    this.tell('captured', at, minor, this.currency);
    this.tell('fees', at, feeOf(cents), 'usd');
    this.tell('provider_net', at, cents - feeOf(cents), 'usd');
    return true;
  }

  buy({ at, minor, declined }: Of<'order'>): void {
    if (declined) this.tell('declines', at, 1);
    else this.pay(at, minor, 'order');
  }

  refund({ at, of, share }: Of<'refund'>): void {
    const payment = this.payments.findLast((one) => one.of === of);
    if (!payment || payment.returned > 0) return;
    payment.returned = Math.floor(payment.minor * share);
    this.tell('refunded', at, payment.returned, this.currency);
    this.tell('provider_net', at, settled(-payment.returned, this.currency), 'usd');
  }

  /** What is left to pay once the credit is used; a negative total becomes credit. */
  afterCredit(total: number): number {
    const used = Math.min(total, this.credit);
    this.credit -= used;
    return total - used;
  }
}
