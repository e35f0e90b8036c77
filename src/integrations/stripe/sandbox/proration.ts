import { priceOf, rounded } from './prices/price-amount.js';
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
  const lines = before
    .filter((item) => !same(item, byId(after, item)))
    .flatMap((item) => {
      const next = byId(after, item);
      return [...unused([item], span, at), ...remaining(next ? [next] : [], span, at)];
    });
  const added = after.filter((item) => !byId(before, item));
  return [...lines, ...remaining(added, span, at)];
}

/** What comes back of all items when the period ends early. */
export function unused(items: readonly SubscriptionItem[], span: Span, at: number): Prorated[] {
  const share = left(span, at);
  return licensed(items).map((item) => ({ item, amount: rounded(-worth(item) * share), credit: true }));
}

/** What the rest of a period costs for items that begin within it. */
export function remaining(items: readonly SubscriptionItem[], span: Span, at: number): Prorated[] {
  const share = left(span, at);
  return licensed(items).map((item) => ({ item, amount: rounded(worth(item) * share), credit: false }));
}

/** What an item costs for a whole period. What is metered costs nothing before it is used. */
export function worth(item: SubscriptionItem): number {
  const { price, quantity } = item;
  if (isMetered(item)) return 0;
  return priceOf(price, quantity ?? 1);
}

/** Billed by what its meter counted, after the period. */
export function isMetered({ price }: Pick<SubscriptionItem, 'price'>): boolean {
  return price.recurring?.usage_type === 'metered';
}

function licensed(items: readonly SubscriptionItem[]): SubscriptionItem[] {
  return items.filter((item) => !isMetered(item));
}

function byId(items: readonly SubscriptionItem[], { id }: SubscriptionItem): SubscriptionItem | undefined {
  return items.find((item) => item.id === id);
}

function same(item: SubscriptionItem, other: SubscriptionItem | undefined): boolean {
  return other !== undefined && other.price.id === item.price.id && other.quantity === item.quantity;
}
