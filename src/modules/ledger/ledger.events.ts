import type { DomainEvent } from '../../kernel/domain-event.js';
import { keyOf, type Posting } from './posting.js';

/** A journal was written. Sums are by account and currency, positive debit, in minor units. */
export type JournalPosted = DomainEvent<
  'ledger.journal.posted',
  {
    journalId: string;
    postingKey: string;
    rule: string;
    fact: { provider: string; kind: string; id: string };
    /** The journal taken back by this one. */
    reverses: string | null;
    effectiveAt: string;
    recordedAt: string;
    causeEvent: string | null;
    sums: { account: string; currency: string; minor: number }[];
  }
>;

/** A proof that held does no longer, or the other way round. */
export type ProofFailed = DomainEvent<'ledger.proof.failed', { proof: string; differences: number }>;
export type ProofRecovered = DomainEvent<'ledger.proof.recovered', { proof: string }>;

interface Said {
  readonly name: string;
  readonly ok: boolean;
  readonly differences: readonly unknown[];
}

export function proofTurned({ name, ok, differences }: Said): ProofFailed | ProofRecovered {
  const subject = `proof:${name.split(' ')[0]}`;
  if (ok) return { type: 'ledger.proof.recovered', subject, data: { proof: name } };
  return { type: 'ledger.proof.failed', subject, data: { proof: name, differences: differences.length } };
}

/** Its subject is the fact under its rule: whoever states it holds its lock, so its journals are told in their order. */
export function journalPosted(posting: Posting, recordedAt: Date): JournalPosted {
  const { id: journalId, postingKey, reverses, statement, effectiveAt } = posting;
  return {
    type: 'ledger.journal.posted',
    subject: `journal-fact:${keyOf(statement)}`,
    occurredAt: effectiveAt,
    data: {
      journalId,
      postingKey,
      rule: statement.rule,
      fact: statement.fact,
      reverses,
      effectiveAt: effectiveAt.toISOString(),
      recordedAt: recordedAt.toISOString(),
      causeEvent: statement.cause ?? null,
      sums: sumsOf(posting),
    },
  };
}

function sumsOf({ lines }: Posting): JournalPosted['data']['sums'] {
  const sums = new Map<string, { account: string; currency: string; minor: number }>();
  for (const { account, currency, minor } of lines) {
    const key = `${account} ${currency}`;
    const sum = sums.get(key);
    if (sum) sum.minor += minor;
    else sums.set(key, { account, currency, minor });
  }
  return [...sums.values()];
}
