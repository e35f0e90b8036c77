import { derivedId } from '../../kernel/id.js';
import type { HeardEvent } from '../../platform/events/consumers.js';
import { moneyOf, type MoneyKind } from './money-kind.js';

export const JOURNAL_POSTED = 'ledger.journal.posted';

/** The fields read here; the teller may tell more. */
interface JournalPostedHeard {
  readonly journalId: string;
  readonly postingKey: string;
  readonly rule: string;
  readonly fact: { readonly provider: string; readonly kind: string; readonly id: string };
  readonly reverses: string | null;
  readonly effectiveAt: string;
  readonly causeEvent: string | null;
  /** Debit positive, minor units. */
  readonly sums: readonly { readonly account: string; readonly currency: string; readonly minor: number }[];
}

/** A line of `analytics_money_fact`, but for when we came to know it. */
export interface MoneyTold {
  readonly id: string;
  readonly journal_id: string;
  readonly account: string;
  readonly currency: string;
  readonly kind: MoneyKind;
  readonly minor: number;
  /** -1 where the journal takes another one back. */
  readonly weight: 1 | -1;
  readonly rule: string;
  readonly posting_key: string;
  readonly fact_provider: string;
  readonly fact_kind: string;
  readonly fact_id: string;
  readonly effective_at: string;
  readonly reverses: string | null;
  readonly cause_event: string | null;
  readonly correlation_id: string;
}

/** What the journals mean for figures of money; most lines of the books mean nothing here. */
export function moneyTold(events: readonly HeardEvent[]): MoneyTold[] {
  return events
    .filter(({ type }) => type === JOURNAL_POSTED)
    .flatMap(({ data, correlationId }) => linesOf(data as unknown as JournalPostedHeard, correlationId));
}

function linesOf(journal: JournalPostedHeard, correlationId: string): MoneyTold[] {
  return journal.sums.flatMap(({ account, currency, minor }) => {
    const money = moneyOf(journal.rule, account, minor);
    if (!money || minor === 0) return [];
    return [
      {
        id: derivedId(new Date(journal.effectiveAt), `money:${journal.journalId}:${account}:${currency}`),
        journal_id: journal.journalId,
        account,
        currency,
        ...money,
        weight: journal.reverses === null ? 1 : -1,
        rule: journal.rule,
        posting_key: journal.postingKey,
        fact_provider: journal.fact.provider,
        fact_kind: journal.fact.kind,
        fact_id: journal.fact.id,
        effective_at: journal.effectiveAt,
        reverses: journal.reverses,
        cause_event: journal.causeEvent,
        correlation_id: correlationId,
      } as const,
    ];
  });
}
