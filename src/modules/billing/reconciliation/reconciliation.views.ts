import type { BreakStatus } from './break.entity.js';
import type { BreakKind, Layer } from './finding.js';
import type { ProofOfRun } from './proof-of-run.js';

/** Work set off; look at `GET /api/v1/jobs/{job_id}`. */
export interface StartedView {
  job_id: string;
  status: 'running';
}

/** One layer compared once. */
export interface RunView {
  id: string;
  layer: Layer;
  from: string;
  until: string;
  /** Things looked at on their side and on ours. */
  compared: { theirs: number; ours: number };
  breaks: { opened: number; closed: number; repaired: number };
  /** SHA-256 of the proof as canonical JSON. */
  hash: string;
  /** Code of what kept it from being compared, and it is tried again; the words are in the log. */
  error: string | null;
  created_at: string;
}

/** With all that was seen. Amounts in the proof are minor units, as compared. */
export interface RunDetail extends RunView {
  proof: ProofOfRun;
}

/** A named difference between the provider's books and ours. */
export interface BreakView {
  id: string;
  layer: Layer;
  kind: BreakKind;
  /** What it is about: `balance_transaction:txn_1`. */
  subject: string;
  status: BreakStatus;
  ours: object | null;
  theirs: object | null;
  /** How often it has opened. */
  times: number;
  /** Seconds since it opened; until it closed, if it has. */
  age_seconds: number;
  owner: string | null;
  closed_by: string | null;
  reason: string | null;
  opened_at: string;
  seen_at: string;
  closed_at: string | null;
}

export interface RunRead {
  id: string;
  layer: Layer;
  from_at: string;
  until_at: string;
  theirs: number;
  ours: number;
  opened: number;
  closed: number;
  repaired: number;
  hash: string;
  error: string | null;
  created_at: string;
}

export function runView({
  id,
  layer,
  from_at,
  until_at,
  theirs,
  ours,
  hash,
  error,
  created_at,
  ...breaks
}: RunRead): RunView {
  const { opened, closed, repaired } = breaks;
  return {
    id,
    layer,
    from: iso(from_at),
    until: iso(until_at),
    compared: { theirs, ours },
    breaks: { opened, closed, repaired },
    hash,
    error,
    created_at: iso(created_at),
  };
}

export type BreakRead = Omit<BreakView, 'age_seconds'>;

export function breakView(row: BreakRead, now: Date): BreakView {
  const { opened_at, seen_at, closed_at } = row;
  const until = closed_at === null ? now : new Date(closed_at);
  return {
    ...row,
    age_seconds: Math.max(0, Math.floor((until.getTime() - new Date(opened_at).getTime()) / 1000)),
    opened_at: iso(opened_at),
    seen_at: iso(seen_at),
    closed_at: closed_at && iso(closed_at),
  };
}

function iso(at: string): string {
  return new Date(at).toISOString();
}
