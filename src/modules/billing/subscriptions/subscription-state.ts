import type { Interval } from '../../../kernel/period.js';
import { idOf, instant, instantOrNull, type Reference, type StripeObject } from '../mirror/stripe-objects.js';
import { annualValues, type RecurringItem, type Terms } from './recurring-value.js';

interface TaxRateObject {
  readonly percentage: number;
  readonly inclusive: boolean;
}

interface ItemObject {
  readonly id: string;
  readonly quantity?: number;
  readonly discounts?: readonly Reference[];
  readonly tax_rates?: readonly TaxRateObject[] | null;
  readonly current_period_start: number;
  readonly current_period_end: number;
  readonly price: {
    readonly id: string;
    readonly product: Reference;
    readonly unit_amount_decimal: string | null;
    readonly recurring: {
      readonly interval: Interval;
      readonly interval_count: number;
      readonly usage_type: string;
    } | null;
  };
}

export interface SubscriptionObject extends StripeObject {
  readonly status: string;
  readonly currency: string;
  readonly customer: Reference;
  readonly discounts?: readonly Reference[];
  /** Of items that have none of their own. */
  readonly default_tax_rates?: readonly TaxRateObject[] | null;
  /** The first ten where it `has_more`. */
  readonly items: { readonly data: readonly ItemObject[]; readonly has_more?: boolean };
  readonly cancel_at: number | null;
  readonly cancel_at_period_end: boolean;
  readonly canceled_at: number | null;
  readonly ended_at: number | null;
  readonly trial_end: number | null;
  readonly pause_collection: { readonly behavior: string } | null;
  readonly cancellation_details: { readonly reason?: string | null; readonly feedback?: string | null } | null;
}

/** One item as we fold it. */
export interface ItemState {
  readonly itemKey: string;
  readonly priceId: string;
  readonly planId: string;
  readonly interval: Interval;
  readonly intervalCount: number;
  readonly quantity: number;
  readonly metered: boolean;
  readonly arrMinor: number;
}

/** The fields of a subscription that we fold: what its versions and its present row are made of. Plain data. */
export interface SubscriptionState {
  readonly status: string;
  readonly currency: string;
  readonly customer: string;
  readonly items: readonly ItemState[];
  readonly cancelAt: string | null;
  readonly pause: string | null;
  readonly trialEndsAt: string | null;
  readonly endedAt: string | null;
  readonly endReason: string | null;
  readonly endFeedback: string | null;
  readonly periodStartsAt: string | null;
  readonly periodEndsAt: string | null;
}

/** The discounts a subscription and its items have. The provider's ids. */
export function discountsOf({ discounts = [], items }: SubscriptionObject): string[] {
  const all = [...discounts, ...items.data.flatMap((item) => item.discounts ?? [])];
  return all.map(idOf).filter((id) => id !== null);
}

/**
 * Reads what we fold of a subscription, whichever event carried it.
 * @param lasting the terms of discounts that last for ever; others do not lower what it is worth
 */
export function subscriptionState(object: unknown, lasting: ReadonlyMap<string, Terms> = new Map()): SubscriptionState {
  const subscription = object as SubscriptionObject;
  const items = subscription.items.data;
  const worth = worthOf(subscription, lasting);
  const periods = items.map(({ current_period_start, current_period_end }) => ({
    current_period_start,
    current_period_end,
  }));
  return {
    status: subscription.status,
    currency: subscription.currency,
    customer: idOf(subscription.customer) ?? '',
    items: items
      .map((item, index) => itemState(item, worth[index] ?? 0))
      .toSorted((a, b) => (a.itemKey < b.itemKey ? -1 : 1)),
    cancelAt: text(cancelAtOf(subscription)),
    pause: subscription.pause_collection?.behavior ?? null,
    trialEndsAt: text(instantOrNull(subscription.trial_end)),
    endedAt: text(instantOrNull(subscription.ended_at)),
    endReason: subscription.cancellation_details?.reason ?? null,
    endFeedback: subscription.cancellation_details?.feedback ?? null,
    periodStartsAt: text(earliest(periods.map((period) => period.current_period_start))),
    periodEndsAt: text(earliest(periods.map((period) => period.current_period_end))),
  };
}

const OVER = new Set(['canceled', 'incomplete_expired']);

/** Absorbs everything later, whatever arrives. */
export function isOver({ status }: SubscriptionState): boolean {
  return OVER.has(status);
}

function cancelAtOf({ cancel_at, cancel_at_period_end, items, ended_at }: SubscriptionObject): Date | null {
  if (ended_at) return null;
  if (cancel_at) return instant(cancel_at);
  return cancel_at_period_end ? earliest(items.data.map(({ current_period_end }) => current_period_end)) : null;
}

function worthOf(subscription: SubscriptionObject, lasting: ReadonlyMap<string, Terms>): number[] {
  const { items, discounts, currency } = subscription;
  const terms = (of: readonly Reference[] = []): Terms[] => of.flatMap((one) => lasting.get(idOf(one) ?? '') ?? []);
  const recurring = items.data.map((item): RecurringItem => {
    const { price, quantity = 1, discounts: own } = item;
    const { interval = 'month', interval_count: count = 1, usage_type } = price.recurring ?? {};
    const unitAmount = usage_type === 'metered' ? '0' : (price.unit_amount_decimal ?? '0');
    const value = { unitAmount, quantity, interval, count, taxesWithin: taxesWithin(subscription, item) };
    return { ...value, product: idOf(price.product) ?? price.id, own: terms(own) };
  });
  return annualValues(recurring, terms(discounts), currency);
}

function taxesWithin({ default_tax_rates: usual }: SubscriptionObject, { tax_rates: own }: ItemObject): string[] {
  const rates = own && own.length > 0 ? own : (usual ?? []);
  return rates.filter(({ inclusive }) => inclusive).map(({ percentage }) => String(percentage));
}

function itemState({ id, price, quantity = 1 }: ItemObject, arrMinor: number): ItemState {
  const recurring = price.recurring ?? { interval: 'month', interval_count: 1, usage_type: 'licensed' };
  const metered = recurring.usage_type === 'metered';
  return {
    itemKey: id,
    priceId: price.id,
    planId: idOf(price.product) ?? price.id,
    interval: recurring.interval,
    intervalCount: recurring.interval_count,
    quantity,
    metered,
    arrMinor,
  };
}

function earliest(seconds: readonly number[]): Date | null {
  return seconds.length === 0 ? null : instant(Math.min(...seconds));
}

function text(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
