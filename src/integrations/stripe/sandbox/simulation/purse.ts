import type { Of } from './action.js';
import type { Currency } from './catalogue.js';
import { DAY } from './calendar.js';
import type { Sums } from './contract.js';
import type { Figure } from './fact.js';
import { DISPUTE_FEE, feeOf, halfAway, settled } from './settlement.js';

export type Tell = (figure: Figure, at: number, amount: number, currency?: Currency) => void;
/** Cents that come to the company's account, and when they are there to be paid out. */
export type Moved = (at: number, cents: number, available: number) => void;

interface Payment {
  readonly minor: number;
  readonly of: 'subscription' | 'order';
  /** What the bill came to that it pays. */
  readonly sums: Sums;
  returned: number;
}

/** What a customer pays with, has paid, got back, denies, and has to their credit. */
export class Purse {
  credit = 0;
  /** What disputes have taken away, as long as it is neither back nor deducted from what was sold. */
  held = 0;
  /** The order a dispute is about that nobody has decided. */
  private denied: Of<'order'> | undefined;
  private readonly payments: Payment[] = [];

  constructor(
    private readonly currency: Currency,
    public fails: boolean,
    private readonly tell: Tell,
    private readonly moved: Moved,
  ) {}

  /** @returns whether the card was good for it */
  pay(at: number, minor: number, of: Payment['of'], sums: Sums = { total: minor, tax: 0 }): boolean {
    if (minor === 0) return true;
    if (this.fails) {
      this.tell('declines', at, 1);
      return false;
    }
    this.capture(at, { minor, of, sums });
    return true;
  }

  /** @returns when it is denied, if it is */
  buy(order: Of<'order'>): number | undefined {
    const { at, minor, declined, disputed } = order;
    if (declined) this.tell('declines', at, 1);
    else if (!disputed) this.pay(at, minor, 'order');
    if (declined || !disputed) return undefined;
    // What will be denied is paid with a card of its own, which is good whatever the usual one is.
    this.capture(at, { minor, of: 'order', sums: { total: minor, tax: 0 } });
    this.denied = order;
    this.held += minor;
    this.tell('disputed', at + 1, minor, this.currency);
    this.tell('fees', at + 1, DISPUTE_FEE, 'usd');
    this.move(at + 1, settled(-minor, this.currency) - DISPUTE_FEE);
    return at + 1;
  }

  /**
   * The bank has decided about what is denied; was it decided before, nothing happens. A loss is deducted from what the
   * company sold; what a buyer paid at the provider without buying anything the engine knows of stays held.
   */
  decided(at: number, won: boolean): void {
    const { denied } = this;
    if (!denied) return;
    const { minor, by } = denied;
    this.denied = undefined;
    if (won || by === 'company') this.held -= minor;
    if (won) this.tell('dispute_won', at, minor, this.currency);
    else if (by === 'company') this.tell('dispute_lost', at, minor, this.currency);
    if (!won) return;
    this.tell('fees', at, -DISPUTE_FEE, 'usd');
    this.move(at, settled(minor, this.currency) + DISPUTE_FEE);
  }

  refund({ at, of, share }: Of<'refund'>): void {
    const payment = this.payments.findLast((one) => one.of === of);
    if (!payment || payment.returned > 0) return;
    payment.returned = Math.floor(payment.minor * share);
    this.tell('refunded', at, payment.returned, this.currency);
    const { total, tax } = payment.sums;
    this.tell('tax_refunded', at, halfAway(payment.returned * tax, total), this.currency);
    this.move(at, settled(-payment.returned, this.currency));
  }

  /** What is left to pay once the credit is used; a negative total becomes credit. */
  afterCredit(total: number): number {
    const used = Math.min(total, this.credit);
    this.credit -= used;
    return total - used;
  }

  private capture(at: number, { minor, of, sums }: Omit<Payment, 'returned'>): void {
    const cents = settled(minor, this.currency);
    this.payments.push({ minor, of, sums, returned: 0 });
    this.tell('captured', at, minor, this.currency);
    this.tell('fees', at, feeOf(cents), 'usd');
    this.move(at, cents - feeOf(cents), at - (at % DAY) + 2 * DAY);
  }

  private move(at: number, cents: number, available = at): void {
    this.tell('provider_net', at, cents, 'usd');
    this.moved(at, cents, available);
  }
}
