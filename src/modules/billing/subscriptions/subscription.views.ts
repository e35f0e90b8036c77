import { Money } from '../../../kernel/money.js';
import { isForeign } from '../mirror/stripe-objects.js';
import { withoutOurs } from '../payments/payment.views.js';
import type { SubscriptionRow } from './subscription.queries.js';
import type { SubscriptionState } from './subscription-state.js';
import type { VersionRow } from './subscription-versions.js';

export interface SubscriptionRead extends Omit<SubscriptionRow, 'arr_minor' | 'created_at'> {
  arr_minor: string;
  created_at: string;
}

export type SubscriptionView = ReturnType<typeof subscriptionView>;

/** `arr` is the plain yearly value of what is subscribed, nothing once that has ended; whether it counts as recurring revenue is analytics' to say. */
export function subscriptionView(row: SubscriptionRead) {
  return {
    subscription_id: row.id,
    id: row.id,
    customer_id: row.customer_id,
    status: row.status,
    currency: row.currency,
    arr: isOver(row) ? 0 : Money.of(Number(row.arr_minor), row.currency).major,
    items: itemsView(row.chain.state),
    current_period: { starts_at: iso(row.period_starts_at), ends_at: iso(row.period_ends_at) },
    trial_ends_at: iso(row.trial_ends_at),
    cancel_at: iso(row.cancel_at),
    pause: row.pause,
    ended_at: iso(row.ended_at),
    provider: 'stripe',
    provider_id: row.provider_id,
    foreign: isForeign({ metadata: row.metadata as Record<string, string> }),
    livemode: row.livemode,
    metadata: withoutOurs(row.metadata as Record<string, string>),
    created_at: iso(row.created_at),
  };
}

function isOver({ ended_at, status }: Pick<SubscriptionRead, 'ended_at' | 'status'>): boolean {
  return ended_at !== null || status === 'canceled' || status === 'incomplete_expired';
}

export type VersionView = ReturnType<typeof versionView>;

export function versionView(row: VersionRow & { recorded_at: string; superseded_at: string | null }) {
  const { status, currency, cancelAt, pause, endReason } = row.state;
  return {
    seq: row.seq,
    starts_at: iso(String(row.starts_at)),
    status,
    currency,
    arr: Money.of(Number(row.arr_minor), currency).major,
    items: itemsView(row.state),
    cancel_at: cancelAt,
    pause,
    end_reason: endReason,
    cause_event: row.inbox_event,
    provider_event: row.provider_event,
    recorded_at: iso(row.recorded_at),
    superseded_at: iso(row.superseded_at),
  };
}

function itemsView({ items, currency }: SubscriptionState) {
  return items.map(({ itemKey, priceId, planId, interval, intervalCount, quantity, metered, arrMinor }) => ({
    id: itemKey,
    price_provider_id: priceId,
    product_provider_id: planId,
    interval,
    interval_count: intervalCount,
    quantity,
    metered,
    arr: Money.of(arrMinor, currency).major,
  }));
}

function iso(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
