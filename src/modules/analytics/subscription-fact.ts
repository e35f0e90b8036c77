import type { SubscriptionVersion } from './recurring-value.js';

/** A subscription's history in force as it was last told to us. */
export interface SubscriptionFact {
  readonly subscriptionId: string;
  readonly customerId: string;
  /** Place of the telling among the events of the subscription: of two, the higher one stands. */
  readonly toldSequence: number;
  readonly causeEvent: string;
  readonly correlationId: string;
  readonly versions: readonly SubscriptionVersion[];
}
