import { aCurrency, aText, aWhole, anId, anInstant, orNull } from '../../../platform/events/event-schema.js';
import { eventType } from '../../../platform/events/event-types.js';
import type { DisputeLost, DisputeOpened, DisputeWon } from './dispute.events.js';

const data = { disputeId: anId, paymentId: anId, minor: aWhole, currency: aCurrency, reason: aText } as const;
const example = {
  disputeId: '0199a8a0-0000-7000-8000-000000000091',
  paymentId: '0199a8a0-0000-7000-8000-000000000031',
  minor: 9900,
  currency: 'usd',
  reason: 'fraudulent',
};

export const disputeEventTypes = [
  eventType<DisputeOpened>('billing.dispute.opened', {
    meaning: 'A cardholder’s bank disputes a payment, or asks about it.',
    data: { ...data, dueBy: orNull(anInstant) },
    example: { ...example, dueBy: '2026-03-08T00:00:00.000Z' },
  }),
  eventType<DisputeWon>('billing.dispute.won', {
    meaning: 'A dispute was decided for us; the money is back.',
    data,
    example,
  }),
  eventType<DisputeLost>('billing.dispute.lost', {
    meaning: 'A dispute was decided against us; the money is gone.',
    data,
    example,
  }),
];
