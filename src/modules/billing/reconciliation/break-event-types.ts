import { aText, anId, oneOf } from '../../../platform/events/event-schema.js';
import { eventType } from '../../../platform/events/event-types.js';
import type { BreakClosedTold, BreakOpened } from './break.events.js';
import { BREAK_KINDS } from './finding.js';

const data = {
  breakId: anId,
  kind: oneOf(...BREAK_KINDS),
  subject: { ...aText, description: 'What it is about: `balance_transaction:txn_1`.' },
} as const;
const example = {
  breakId: '0199a8a0-0000-7000-8000-000000000071',
  kind: 'missing_local',
  subject: 'event:evt_1',
} as const;

export const breakEventTypes = [
  eventType<BreakOpened>('billing.break.opened', {
    meaning: 'The provider’s books and ours were found to differ.',
    data,
    example,
  }),
  eventType<BreakClosedTold>('billing.break.closed', {
    meaning: 'A difference between the provider’s books and ours is over, or was explained.',
    data: { ...data, closedBy: { ...aText, description: '`backfill`, `refetch`, `equal`, or who closed it.' } },
    example: { ...example, closedBy: 'backfill' },
  }),
];
