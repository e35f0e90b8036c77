import { amount } from './books.views.js';

export interface JournalRow {
  readonly id: string;
  readonly posting_key: string;
  readonly fact_provider: string;
  readonly fact_kind: string;
  readonly fact_id: string;
  readonly rule: string;
  readonly revision: number;
  readonly effective_at: string;
  readonly recorded_at: string;
  readonly cause_event: string | null;
  readonly correlation_id: string;
  readonly reverses: string | null;
  readonly reversed_by: string | null;
  readonly memo: string | null;
  readonly lines: readonly {
    readonly account: string;
    readonly party_id: string | null;
    readonly match_key: string | null;
    readonly dim: string | null;
    readonly currency: string;
    readonly minor: number;
  }[];
}

export type JournalView = ReturnType<typeof journalView>;

export function journalView(row: JournalRow) {
  const { id, rule, revision, posting_key, correlation_id, cause_event, reverses, reversed_by, memo } = row;
  return {
    id,
    rule,
    revision,
    posting_key,
    effective_at: new Date(row.effective_at).toISOString(),
    recorded_at: new Date(row.recorded_at).toISOString(),
    fact: { provider: row.fact_provider, kind: row.fact_kind, id: row.fact_id },
    reverses,
    reversed_by,
    cause_event,
    correlation_id,
    memo,
    lines: row.lines.map(lineView),
  };
}

function lineView({ account, party_id, match_key, dim, currency, minor }: JournalRow['lines'][number]) {
  return {
    account,
    ...amount(minor, currency),
    ...(party_id === null ? {} : { party_id }),
    ...(match_key === null ? {} : { match_key }),
    ...(dim === null ? {} : { dim }),
  };
}
