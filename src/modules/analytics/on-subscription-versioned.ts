import type { HeardEvent } from '../../platform/events/consumers.js';
import type { SubscriptionFact } from './subscription-fact.js';
import type { SubscriptionVersion } from './recurring-value.js';

export const SUBSCRIPTION_VERSIONED = 'billing.subscription.versioned';

/** The fields read here; the teller may tell more. */
interface SubscriptionVersionedHeard {
  readonly subscriptionId: string;
  readonly customerId: string;
  /** The whole history in force, oldest first. */
  readonly versions: readonly SubscriptionVersion[];
}

/** The newest history told of each subscription: an older one that is heard again is left behind. */
export function subscriptionsTold(events: readonly HeardEvent[]): SubscriptionFact[] {
  const newest = new Map<string, SubscriptionFact>();
  for (const event of events.filter(({ type }) => type === SUBSCRIPTION_VERSIONED)) {
    const { subscriptionId, customerId, versions } = event.data as unknown as SubscriptionVersionedHeard;
    const known = newest.get(subscriptionId);
    if (known && known.toldSequence >= event.sequence) continue;
    newest.set(subscriptionId, {
      subscriptionId,
      customerId,
      toldSequence: event.sequence,
      causeEvent: event.id,
      correlationId: event.correlationId,
      versions,
    });
  }
  return [...newest.values()];
}
