import type { Coupon, Tax } from './action.js';
import { monthsAfter, periodAround } from './calendar.js';
import { priceOf, USAGE_PRICE, type Currency, type Edition, type Offer } from './catalogue.js';
import { halfAway } from './settlement.js';

export interface Terms {
  readonly currency: Currency;
  readonly tax: Tax | null;
  readonly coupon: Coupon | null;
  readonly metered: boolean;
}

export interface Sums {
  readonly total: number;
  readonly tax: number;
}

/** A subscription: what was agreed, where it stands, and what it costs. */
export class Contract {
  start: number;
  end: number;
  state: 'trial' | 'on' | 'over';
  paused = false;
  /** Lines that wait for the next bill: prorations, with their discount and without their tax. */
  pending: number[] = [];
  private coupon: Coupon | null;
  /** When a coupon for one bill is over; no bill has had it yet while absent. */
  private couponEnds: number | undefined;

  constructor(
    private readonly terms: Terms,
    public offer: Offer,
    public edition: Edition,
    public anchor: number,
    from: number,
  ) {
    this.coupon = terms.coupon;
    this.state = anchor > from ? 'trial' : 'over';
    this.start = from;
    this.end = anchor > from ? anchor : monthsAfter(from, this.months);
  }

  get months(): number {
    return this.offer.rhythm === 'year' ? 12 : 1;
  }

  get metered(): boolean {
    return this.terms.metered;
  }

  /** Recurring revenue a month: without tax, less what is off for ever. */
  get monthly(): number {
    if (this.state !== 'on' || this.paused) return 0;
    const { tax } = this.terms;
    const lasting = this.coupon?.lasts === 'forever' ? this.net : this.gross;
    const year = (lasting * 12) / this.months;
    return (tax?.inclusive ? halfAway(year * 100, 100 + tax.percent) : year) / 12;
  }

  /** What a period costs with the coupon there is. */
  get net(): number {
    return this.gross - halfAway(this.gross * (this.coupon?.percent ?? 0), 100);
  }

  /** The next period begins; a coupon that was used up ends with the one before. */
  turn(at: number): void {
    if (this.couponEnds !== undefined && this.couponEnds <= at) this.coupon = null;
    Object.assign(this, periodAround(this.anchor, this.months, at));
  }

  /** The calendar begins anew, and a coupon that was used is over. */
  restart(at: number): void {
    if (this.couponEnds !== undefined) this.coupon = null;
    this.anchor = at;
    Object.assign(this, periodAround(at, this.months, at));
  }

  /** A bill with this period on it stands. */
  billed(): void {
    if (this.coupon?.lasts === 'once') this.couponEnds ??= this.end;
  }

  /** The unused rest of the period, as it is credited; `sign` 1: as it is charged. */
  rest(at: number, sign: 1 | -1): number {
    const share = halfAway(sign * this.gross * (this.end - at), this.end - this.start);
    return halfAway(share * this.net, this.gross);
  }

  used(units: number): number {
    return units * USAGE_PRICE[this.terms.currency];
  }

  /** Each line is taxed by itself. */
  sums(lines: readonly number[]): Sums {
    const { tax: rate } = this.terms;
    const amount = lines.reduce((sum, line) => sum + line, 0);
    if (!rate) return { total: amount, tax: 0 };
    const over = rate.inclusive ? 100 + rate.percent : 100;
    const tax = lines.reduce((sum, line) => sum + halfAway(line * rate.percent, over), 0);
    return { total: rate.inclusive ? amount : amount + tax, tax };
  }

  private get gross(): number {
    const { plan, rhythm, seats } = this.offer;
    return seats * priceOf(plan, rhythm, this.terms.currency, this.edition);
  }
}
