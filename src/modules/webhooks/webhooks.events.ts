import type { DomainEvent } from '../../kernel/domain-event.js';

/** Everything webhooks tells the rest of the house. Add fields freely; never rename or drop one. */
export type EventDied = DomainEvent<
  'webhooks.event.died',
  { inboxEvent: string; provider: string; providerEvent: string; type: string; objectKey: string; error: string }
>;

export function eventDied(data: EventDied['data']): EventDied {
  return { type: 'webhooks.event.died', subject: `inbox:${data.inboxEvent}`, data };
}
