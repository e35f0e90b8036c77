import {
  anId,
  anInstant,
  anObject,
  aText,
  aWhole,
  aCurrency,
  listOf,
  orNull,
} from '../../platform/events/event-schema.js';
import { eventType } from '../../platform/events/event-types.js';
import type { JournalPosted, ProofFailed, ProofRecovered } from './ledger.events.js';

export const ledgerEventTypes = [
  eventType<JournalPosted>('ledger.journal.posted', {
    meaning: 'A journal was written. Sums are by account and currency, debits positive.',
    data: {
      journalId: anId,
      postingKey: aText,
      rule: aText,
      fact: anObject({ provider: aText, kind: aText, id: aText }),
      reverses: orNull(anId),
      effectiveAt: anInstant,
      recordedAt: anInstant,
      causeEvent: orNull(aText),
      sums: listOf(anObject({ account: aText, currency: aCurrency, minor: aWhole })),
    },
    example: {
      journalId: '0199a8a0-0000-7000-8000-000000000011',
      postingKey: 'stripe:charge:ch_1:charge.captured:1',
      rule: 'charge.captured',
      fact: { provider: 'stripe', kind: 'charge', id: 'ch_1' },
      reverses: null,
      effectiveAt: '2026-03-01T00:00:04.000Z',
      recordedAt: '2026-03-01T00:00:05.120Z',
      causeEvent: '0199a8a0-0000-7000-8000-000000000001',
      sums: [
        { account: 'clearing.stripe', currency: 'usd', minor: 9700 },
        { account: 'receivable', currency: 'usd', minor: -9700 },
      ],
    },
  }),
  eventType<ProofFailed>('ledger.proof.failed', {
    meaning: 'A proof of the books that held does no longer.',
    data: { proof: aText, differences: aWhole },
    example: { proof: 'P1 every journal sums to zero', differences: 2 },
  }),
  eventType<ProofRecovered>('ledger.proof.recovered', {
    meaning: 'A proof of the books that failed holds again.',
    data: { proof: aText },
    example: { proof: 'P1 every journal sums to zero' },
  }),
];
