import { MONEY_KINDS, type MoneyKind } from './money-kind.js';
import type { Span } from './span.js';
import type { MoneyCell } from './time-line.queries.js';

/** Cash of a span in minor units, and how many facts it is made of, by kind. */
export interface MoneyFlow {
  readonly minor: Readonly<Record<MoneyKind, number>>;
  readonly facts: Readonly<Record<MoneyKind, number>>;
}

/** Money over time in one currency; other currencies wait for a rate. */
export class MoneyBook {
  private readonly own: readonly MoneyCell[];
  private readonly others: readonly MoneyCell[];

  constructor(
    cells: readonly MoneyCell[],
    readonly currency: string,
  ) {
    const sorted = cells.toSorted((a, b) => instantOf(a) - instantOf(b) || 0);
    this.own = sorted.filter((cell) => cell.currency === currency);
    this.others = sorted.filter((cell) => cell.currency !== currency);
  }

  within({ from, to }: Span): MoneyFlow {
    const [minor, facts] = [nothing(), nothing()];
    for (const cell of this.own.slice(this.firstFrom(from), this.firstFrom(to))) {
      minor[cell.kind] += cell.minor;
      facts[cell.kind] += cell.facts;
    }
    return { minor, facts };
  }

  /** What was captured, less what went, in other currencies within a span. */
  unconverted({ from, to }: Span): { currency: string; minor: number; count: number }[] {
    const within = this.others.filter((cell) => instantOf(cell) >= from && instantOf(cell) < to);
    return [...Map.groupBy(within, ({ currency }) => currency)]
      .map(([currency, cells]) => {
        const flow = new MoneyBook(cells, currency).within({ from, to });
        return { currency, minor: netOf(flow), count: flow.facts.captured };
      })
      .filter(({ minor, count }) => minor !== 0 || count !== 0);
  }

  private firstFrom(instant: number): number {
    let [low, high] = [0, this.own.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (instantOf(this.own[middle] as MoneyCell) < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** How each kind counts in net revenue. */
export const DIRECTION_IN_REVENUE: Readonly<Record<MoneyKind, 1 | -1 | 0>> = {
  captured: 1,
  tax: -1,
  refunded: -1,
  dispute_lost: -1,
  cleared: 0,
  refund_cleared: 0,
  fee: 0,
  tax_remitted: 0,
  dispute_held: 0,
};

/** Net revenue: captured, less tax, refunds (their tax was given back with them) and lost disputes; before fees. */
export function netOf({ minor }: MoneyFlow): number {
  return MONEY_KINDS.reduce((sum, kind) => sum + DIRECTION_IN_REVENUE[kind] * minor[kind], 0);
}

function instantOf({ at }: MoneyCell): number {
  return at ?? -Infinity;
}

function nothing(): Record<MoneyKind, number> {
  return Object.fromEntries(MONEY_KINDS.map((kind) => [kind, 0])) as Record<MoneyKind, number>;
}
