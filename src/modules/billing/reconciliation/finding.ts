/** What can be wrong between the provider's books and ours, by name. */
export const BREAK_KINDS = [
  'missing_local',
  'missing_remote',
  'amount_differs',
  'currency_differs',
  'fee_differs',
  'status_differs',
  'payout_differs',
  'borrowed_id',
  'cash_missing',
  'fact_missing',
  'orphan_cash',
  'timing',
  'unexplained',
] as const;

export type BreakKind = (typeof BREAK_KINDS)[number];

export const LAYERS = ['events', 'money', 'payouts', 'objects', 'books'] as const;

/**
 * What is compared: the list of events, the movements of the balance, what payouts are made of, the state of objects, and
 * the books' own open ends.
 */
export type Layer = (typeof LAYERS)[number];

export interface Window {
  readonly from: Date;
  readonly until: Date;
}

/** A difference between theirs and ours. */
export interface Finding {
  readonly kind: BreakKind;
  /** What it is about: `balance_transaction:txn_1`. */
  readonly subject: string;
  readonly ours: object | null;
  readonly theirs: object | null;
  /** What was missing has been put in at once; the break is kept, closed. */
  readonly repaired?: 'backfill' | 'refetch';
}

/** Counts and sums of both sides, by what is added up; amounts in minor units. */
export interface Sum {
  readonly of: string;
  readonly currency: string;
  readonly theirs: { readonly count: number; readonly minor: number };
  readonly ours: { readonly count: number; readonly minor: number };
}

/** What a layer saw. */
export interface Comparison {
  readonly theirs: number;
  readonly ours: number;
  readonly findings: readonly Finding[];
  readonly sums: readonly Sum[];
  /** Whether an open break of this subject was looked at again, so that it is over unless it was found again. */
  readonly looked: (subject: string) => boolean;
}
