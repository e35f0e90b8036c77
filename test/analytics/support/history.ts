import type { SubscriptionVersion, VersionItem } from '../../../src/modules/analytics/recurring-value.js';
import type { SubscriptionFact } from '../../../src/modules/analytics/subscription-fact.js';

/** Amounts are major units a year, as `arrMinor` of the told items is. */
export const yearly = (major: number): number => Math.round(major * 100);
export const monthly = (major: number): number => yearly(major * 12);

export function item(arrMinor: number, change: Partial<VersionItem> = {}): VersionItem {
  return {
    itemKey: 'si_1',
    priceId: 'price_1',
    planId: 'plan',
    interval: 'month',
    intervalCount: 1,
    quantity: 1,
    metered: false,
    arrMinor,
    ...change,
  };
}

/** A version from a day (or instant) on; whatever is not said is an active subscription in dollars. */
export function from(
  startsAt: string,
  items: VersionItem | VersionItem[],
  change: Partial<SubscriptionVersion> = {},
): SubscriptionVersion {
  return {
    seq: 1,
    startsAt: startsAt.includes('T') ? startsAt : `${startsAt}T00:00:00.000Z`,
    status: 'active',
    currency: 'usd',
    items: Array.isArray(items) ? items : [items],
    cancelAt: null,
    pause: null,
    endReason: null,
    inboxEvent: null,
    providerEvent: null,
    ...change,
  };
}

export function subscription(subscriptionId: string, ...versions: SubscriptionVersion[]): SubscriptionFact {
  return {
    subscriptionId,
    customerId: 'customer',
    toldSequence: 1,
    causeEvent: 'cause',
    correlationId: 'correlation',
    versions: versions.map((version, index) => ({ ...version, seq: index + 1 })),
  };
}
