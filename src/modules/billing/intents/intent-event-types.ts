import { anId, aText, orNull } from '../../../platform/events/event-schema.js';
import { eventType } from '../../../platform/events/event-types.js';
import type { CallDecided } from './intent.events.js';

export const intentEventTypes = [
  eventType<CallDecided>('billing.call.decided', {
    meaning: 'A person said what became of a call to the provider that nobody could find out about.',
    data: { intentId: anId, operation: aText, subject: aText, result: orNull(aText), decidedBy: aText },
    example: {
      intentId: '0199a8a0-0000-7000-8000-000000000051',
      operation: 'refund.create',
      subject: 'refund:0199a8a0-0000-7000-8000-000000000032',
      result: 're_1',
      decidedBy: 'admin:0199a8a0-0000-7000-8000-000000000061',
    },
  }),
];
