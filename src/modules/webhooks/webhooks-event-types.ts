import { anId, aText } from '../../platform/events/event-schema.js';
import { eventType } from '../../platform/events/event-types.js';
import type { EventDied } from './webhooks.events.js';

export const webhooksEventTypes = [
  eventType<EventDied>('webhooks.event.died', {
    meaning: 'An event of a provider could not be folded and was given up until somebody replays or dismisses it.',
    data: { inboxEvent: anId, provider: aText, providerEvent: aText, type: aText, objectKey: aText, error: aText },
    example: {
      inboxEvent: '0199a8a0-0000-7000-8000-000000000001',
      provider: 'stripe',
      providerEvent: 'evt_1',
      type: 'invoice.paid',
      objectKey: 'stripe:self:invoice:in_1',
      error: 'TypeError: the invoice has no lines',
    },
  }),
];
