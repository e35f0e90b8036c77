import { aCurrency, anId, aText, aWhole, orNull } from '../../../platform/events/event-schema.js';
import { eventType } from '../../../platform/events/event-types.js';
import type { PayoutArrived, PayoutFailed } from './payout.events.js';

const data = { payoutId: anId, minor: aWhole, currency: aCurrency } as const;
const example = { payoutId: '0199a8a0-0000-7000-8000-000000000081', minor: 50_000, currency: 'usd' };

export const payoutEventTypes = [
  eventType<PayoutArrived>('billing.payout.arrived', {
    meaning: 'A payout of the provider is at our bank.',
    data,
    example,
  }),
  eventType<PayoutFailed>('billing.payout.failed', {
    meaning: 'A payout of the provider did not reach our bank; the money is in its balance again.',
    data: { ...data, reason: orNull(aText) },
    example: { ...example, reason: 'account_closed' },
  }),
];
