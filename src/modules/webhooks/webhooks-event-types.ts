import { anId, anInstant, aText, oneOf } from '../../platform/events/event-schema.js';
import { eventType } from '../../platform/events/event-types.js';
import type { ChainReconciled, EndpointFailing, EndpointWasDisabled, EventDied } from './webhooks.events.js';

const endpointId = '0199a8a0-0000-7000-8000-000000000041';

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
  eventType<ChainReconciled>('webhooks.chain.reconciled', {
    meaning: 'An object was fetched and is not what its events add up to: it was put right, and an event is missing.',
    data: { chainBreak: anId, objectKey: aText, brokenAt: anInstant },
    example: {
      chainBreak: '0199a8a0-0000-7000-8000-000000000042',
      objectKey: 'stripe:self:subscription:sub_1',
      brokenAt: '2026-03-01T00:00:04.000Z',
    },
  }),
  eventType<EndpointFailing>('webhooks.endpoint.failing', {
    meaning: 'Every attempt to reach an endpoint has failed for a day.',
    data: { endpointId: anId, since: anInstant },
    example: { endpointId, since: '2026-03-01T00:00:04.000Z' },
  }),
  eventType<EndpointWasDisabled>('webhooks.endpoint.disabled', {
    meaning: 'Nothing is sent to an endpoint any more: it is gone, has failed for five days, or somebody said so.',
    data: { endpointId: anId, reason: oneOf('gone', 'failing', 'by_hand') },
    example: { endpointId, reason: 'gone' },
  }),
];
