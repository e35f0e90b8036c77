import { priceOf, rounded } from './price-amount.js';
import { left, type Span } from './subscription-calendar.js';
import type { SubscriptionItem } from './wire.js';

export interface Prorated {
  readonly item: SubscriptionItem;
  readonly amount: number;
  readonly credit: boolean;
}

/**
 * What a change within a period costs: the unused rest of what was paid comes back, the rest of what is new is due.
 * By seconds, each line rounded half away from zero; there and back in one second is nothing.
 */
export function prorate(
  before: readonly SubscriptionItem[],
  after: readonly SubscriptionItem[],
  span: Span,
  at: number,
): Prorated[] {
  const share = left(span, at);
  const lines = before
    .filter((item) => !same(item, byId(after, item)))
    .flatMap((item): Prorated[] => {
      const next = byId(after, item);
      const credit = { item, amount: rounded(-worth(item) * share), credit: true };
      return next ? [credit, { item: next, amount: rounded(worth(next) * share), credit: false }] : [credit];
    });
  const added = after.filter((item) => !byId(before, item));
  return [...lines, ...remaining(added, span, at)];
}

/** What comes back of all items when the period ends early. */
export function unused(items: readonly SubscriptionItem[], span: Span, at: number): Prorated[] {
  const share = left(span, at);
  return items.map((item) => ({ item, amount: rounded(-worth(item) * share), credit: true }));
}

/** What the rest of a period costs for items that begin within it. */
export function remaining(items: readonly SubscriptionItem[], span: Span, at: number): Prorated[] {
  const share = left(span, at);
  return items.map((item) => ({ item, amount: rounded(worth(item) * share), credit: false }));
}

export function worth({ price, quantity }: SubscriptionItem): number {
  return priceOf(price, quantity ?? 1);
}

function byId(items: readonly SubscriptionItem[], { id }: SubscriptionItem): SubscriptionItem | undefined {
  return items.find((item) => item.id === id);
}

function same(item: SubscriptionItem, other: SubscriptionItem | undefined): boolean {
  return other !== undefined && other.price.id === item.price.id && other.quantity === item.quantity;
}
