import { Money } from '../../kernel/money.js';

/** A row of `analytics_money_fact`, as it is read. */
export interface MoneyFactRow {
  readonly id: string;
  readonly journal_id: string;
  readonly account: string;
  readonly currency: string;
  readonly kind: string;
  readonly minor: string;
  readonly weight: number;
  readonly rule: string;
  readonly posting_key: string;
  readonly fact_provider: string;
  readonly fact_kind: string;
  readonly fact_id: string;
  readonly effective_at: string;
  readonly recorded_at: string;
  readonly reverses: string | null;
  readonly cause_event: string | null;
  readonly correlation_id: string;
}

/** What a journal means for a figure, with the way on: to the journal, and to the provider's event. */
export interface MoneyFactView {
  readonly id: string;
  readonly kind: string;
  readonly amount: number;
  readonly currency: string;
  readonly rule: string;
  readonly journal_id: string;
  readonly posting_key: string;
  readonly fact: { readonly provider: string; readonly kind: string; readonly id: string };
  readonly reverses: string | null;
  readonly effective_at: string;
  readonly recorded_at: string;
  readonly inbox_event: string | null;
  readonly explain: string;
}

export function moneyFactView(row: MoneyFactRow): MoneyFactView {
  return {
    id: row.id,
    kind: row.kind,
    amount: Money.of(Number(row.minor), row.currency).major,
    currency: row.currency,
    rule: row.rule,
    journal_id: row.journal_id,
    posting_key: row.posting_key,
    fact: { provider: row.fact_provider, kind: row.fact_kind, id: row.fact_id },
    reverses: row.reverses,
    effective_at: new Date(row.effective_at).toISOString(),
    recorded_at: new Date(row.recorded_at).toISOString(),
    inbox_event: row.cause_event && `/api/v1/webhooks/inbox/${row.cause_event}`,
    explain: `/api/v1/ledger/journals/${row.journal_id}/explain`,
  };
}
