import type { Interval } from '../../../kernel/period.js';
import { idOf, instant, instantOrNull, type Reference, type StripeObject } from '../mirror/stripe-objects.js';
import { annualValue } from './recurring-value.js';

interface ItemObject {
  readonly id: string;
  readonly quantity?: number;
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
  readonly items: { readonly data: readonly ItemObject[] };
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

/** Reads what we fold of a subscription, whichever event carried it. */
export function subscriptionState(object: unknown): SubscriptionState {
  const subscription = object as SubscriptionObject;
  const items = subscription.items.data;
  const periods = items.map(({ current_period_start, current_period_end }) => ({
    current_period_start,
    current_period_end,
  }));
  return {
    status: subscription.status,
    currency: subscription.currency,
    customer: idOf(subscription.customer) ?? '',
    items: items.map(itemState).toSorted((a, b) => (a.itemKey < b.itemKey ? -1 : 1)),
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

function itemState({ id, price, quantity = 1 }: ItemObject): ItemState {
  const recurring = price.recurring ?? { interval: 'month', interval_count: 1, usage_type: 'licensed' };
  const metered = recurring.usage_type === 'metered';
  const unit = price.unit_amount_decimal;
  return {
    itemKey: id,
    priceId: price.id,
    planId: idOf(price.product) ?? price.id,
    interval: recurring.interval,
    intervalCount: recurring.interval_count,
    quantity,
    metered,
    arrMinor: metered || unit === null ? 0 : annualValue(unit, quantity, recurring.interval, recurring.interval_count),
  };
}

function earliest(seconds: readonly number[]): Date | null {
  return seconds.length === 0 ? null : instant(Math.min(...seconds));
}

function text(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
