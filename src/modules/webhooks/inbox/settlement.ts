import type { Sql } from '../../../platform/database/database.js';
import type { FoldOutcome } from '../fold.js';
import { classify, nextTry } from './retry-schedule.js';

/** How long a row waits for its parent before it looks again by itself: closes the race between the look and the release. */
const LOOK_AGAIN = 10_000;

/** What becomes of one row after a fold. */
export interface Settlement {
  readonly seq: string;
  readonly status: 'pending' | 'waiting' | 'done' | 'skipped' | 'dead';
  readonly attempts: number;
  /** Milliseconds until it is looked at again. */
  readonly delay: number;
  readonly waitingOn: string | null;
  readonly error: string | null;
  readonly outcome: object | null;
}

interface Tried {
  readonly seq: string;
  readonly attempts: number;
}

export function folded(row: Tried, outcome: FoldOutcome): Settlement {
  const settled = { seq: row.seq, attempts: row.attempts, delay: 0, waitingOn: null, error: null, outcome };
  if (outcome.kind === 'waiting') return { ...settled, status: 'waiting', delay: LOOK_AGAIN, waitingOn: outcome.on };
  return { ...settled, status: outcome.kind };
}

export function failed(row: Tried, error: unknown, chance: number): Settlement {
  const attempts = row.attempts + 1;
  const delay = nextTry(classify(error), attempts, chance);
  return {
    seq: row.seq,
    attempts,
    status: delay === undefined ? 'dead' : 'pending',
    delay: delay ?? 0,
    waitingOn: null,
    error: wordsOf(error),
    outcome: null,
  };
}

/** Writes what became of the rows, exactly once each: anything else means that somebody else had them too. */
export async function settle(sql: Sql, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return;
  const changed = await sql.query(SETTLE, [JSON.stringify(settlements)]);
  if (changed.length !== settlements.length)
    throw new Error(`${settlements.length} inbox rows were folded and ${changed.length} could be settled.`);
}

/** That something was folded once stays on its row when it is folded again; what is set aside never was. */
export const DONE_BEFORE = `case when i.status <> 'skipped' then i.done_at end`;

const SETTLE = `
  update webhooks_inbox i set
    status = s.status, attempts = s.attempts, next_at = now() + s.delay * interval '1 millisecond',
    waiting_on = s."waitingOn", last_error = s.error, outcome = s.outcome,
    done_at = case when s.status in ('done', 'skipped') then clock_timestamp() else i.done_at end
  from jsonb_to_recordset($1::jsonb) as s(seq bigint, status text, attempts int, delay bigint, "waitingOn" text,
    error text, outcome jsonb)
  where i.seq = s.seq and i.status = 'pending'
  returning i.seq`;

/** NUL has no place in a text column. */
export function wordsOf(error: unknown): string {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return words.replaceAll('\0', '').slice(0, 4000).toWellFormed();
}
