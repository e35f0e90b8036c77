import type { HeardEvent } from '../../platform/events/consumers.js';

export const CUSTOMER_REGISTERED = 'customers.customer.registered';

/** The fields read here; the teller may tell more. */
interface CustomerRegisteredHeard {
  readonly customerId: string;
}

export interface CustomerTold {
  readonly customer_id: string;
  readonly registered_at: string;
}

export function customersTold(events: readonly HeardEvent[]): CustomerTold[] {
  const registered = events
    .filter(({ type }) => type === CUSTOMER_REGISTERED)
    .map(({ data, occurredAt }): [string, string] => {
      return [(data as unknown as CustomerRegisteredHeard).customerId, occurredAt.toISOString()];
    });
  return [...new Map(registered)].map(([customer_id, registered_at]) => ({ customer_id, registered_at }));
}
