import { KINDS, type Kind } from './movement.js';
import type { Span } from './span.js';
import type { MrrCell } from './time-line.queries.js';

type ByKind = Readonly<Record<Kind, number>>;

/** Where recurring revenue stands at an instant; yearly minor units. */
export interface MrrStanding {
  readonly arr: number;
  readonly committed: number;
  /** Customers, whatever their currency. */
  readonly active: number;
  /** Those of them who began in the currency of the amounts. */
  readonly activeInCurrency: number;
  readonly paused: number;
}

/** What happened within a span: signed yearly minor units, and customers, by kind. */
export interface MrrFlow {
  readonly delta: ByKind;
  readonly customers: ByKind;
}

interface Totals extends MrrFlow {
  readonly at: number;
  readonly active: number;
  readonly activeInCurrency: number;
  readonly paused: number;
}

const NOTHING = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Kind, number>;

/** Running totals over time in one currency; other currencies wait for a rate. Customers are counted in all. */
export class MrrBook {
  private readonly totals: Totals[];
  private readonly others: readonly MrrCell[];

  constructor(
    cells: readonly MrrCell[],
    readonly currency: string,
  ) {
    this.others = cells.filter((cell) => cell.currency !== currency);
    this.totals = runningTotals(cells, currency);
  }

  /** Just before an instant: what happens at it does not count yet. */
  before(instant: number): MrrStanding {
    const { delta, active, activeInCurrency, paused } = this.totalsBefore(instant);
    const committed = KINDS.reduce((sum, kind) => sum + delta[kind], 0);
    return { arr: committed - delta.commitment, committed, active, activeInCurrency, paused };
  }

  within({ from, to }: Span): MrrFlow {
    const [start, end] = [this.totalsBefore(from), this.totalsBefore(to)];
    return { delta: minus(end.delta, start.delta), customers: minus(end.customers, start.customers) };
  }

  /** What stands in other currencies just before an instant, in yearly minor units of each. */
  unconverted(instant: number): { currency: string; arr: number; count: number }[] {
    const counted = this.others.filter(({ at, kind }) => (at ?? -Infinity) < instant && kind !== 'commitment');
    return [...Map.groupBy(counted, ({ currency }) => currency)]
      .map(([currency, cells]) => ({
        currency,
        arr: cells.reduce((sum, { delta }) => sum + delta, 0),
        count: cells.reduce((sum, { active }) => sum + active, 0),
      }))
      .filter(({ arr }) => arr !== 0);
  }

  private totalsBefore(instant: number): Totals {
    let [low, high] = [0, this.totals.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.totals[middle] as Totals).at < instant) low = middle;
      else high = middle - 1;
    }
    return this.totals[low] as Totals;
  }
}

function runningTotals(cells: readonly MrrCell[], currency: string): Totals[] {
  const zero: Totals = { at: -Infinity, delta: NOTHING, customers: NOTHING, active: 0, activeInCurrency: 0, paused: 0 };
  const sorted = cells.toSorted((a, b) => (a.at ?? -Infinity) - (b.at ?? -Infinity) || 0);
  const totals = [zero];
  for (const cell of sorted) {
    const last = totals.at(-1) as Totals;
    const next = plus(last, cell, cell.currency === currency);
    if (next.at === last.at) totals[totals.length - 1] = next;
    else totals.push(next);
  }
  return totals;
}

function plus(totals: Totals, { at, kind, delta, customers, active, paused }: MrrCell, counts: boolean): Totals {
  return {
    at: at ?? -Infinity,
    delta: counts ? { ...totals.delta, [kind]: totals.delta[kind] + delta } : totals.delta,
    customers: { ...totals.customers, [kind]: totals.customers[kind] + customers },
    active: totals.active + active,
    activeInCurrency: totals.activeInCurrency + (counts ? active : 0),
    paused: totals.paused + paused,
  };
}

function minus(end: ByKind, start: ByKind): ByKind {
  return Object.fromEntries(KINDS.map((kind) => [kind, end[kind] - start[kind]])) as Record<Kind, number>;
}
