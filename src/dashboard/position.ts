import { days } from '../kernel/clock.js';
import type { Sql } from '../platform/database/database.js';

/** A place in the commit order of domain events: `tx:seq`, the id of each message of the stream. */
export type Cursor = string;

const START: Cursor = '0:0';
const RESUMABLE = days(1);

export interface Glimpse {
  readonly cursor: Cursor;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly occurred_at: string;
}

/** The last event every transaction before which has ended: nothing can surface behind it later. */
export async function newest(sql: Sql): Promise<Cursor> {
  const [row] = await sql.query<{ cursor: Cursor }>(
    `select tx::text || ':' || seq::text as cursor from platform_event
     where tx < pg_snapshot_xmin(pg_current_snapshot()) order by tx desc, seq desc limit 1`,
  );
  return row?.cursor ?? START;
}

export async function after(sql: Sql, cursor: Cursor, limit: number): Promise<Glimpse[]> {
  const [tx, seq] = cursor.split(':');
  const rows = await sql.query<Glimpse>(
    `select tx::text || ':' || seq::text as cursor, id, type, subject, occurred_at from platform_event
     where (tx, seq) > ($1::text::xid8, $2::text::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
     order by tx, seq limit $3`,
    [tx, seq, limit],
  );
  return rows.map((row) => ({ ...row, occurred_at: new Date(row.occurred_at).toISOString() }));
}

/** Whether a client that last saw this may go on from there; unknown or too old means it fetches everything anew. */
export async function isResumable(sql: Sql, cursor: string | undefined, now: Date): Promise<boolean> {
  if (!cursor || !/^\d{1,19}:\d{1,19}$/.test(cursor)) return false;
  const [tx, seq] = cursor.split(':');
  const rows = await sql.query(
    `select 1 from platform_event where tx = $1::text::xid8 and seq = $2::text::bigint and recorded_at > $3`,
    [tx, seq, new Date(now.getTime() - RESUMABLE)],
  );
  return rows.length > 0;
}
