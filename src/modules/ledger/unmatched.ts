import type { Sql } from '../../platform/database/database.js';

/** A match key that has not returned to zero. */
export interface OpenKey {
  readonly account: string;
  readonly match_key: string;
  readonly currency: string;
  readonly minor: number;
  /** The newest line on the key. */
  readonly since: Date;
}

/** How long a key of an account may stay open, in hours. */
export interface Limit {
  readonly account: string;
  readonly hours: number;
}

/** The keys that have been open longer than their account allows, oldest first. @param atMost null for all of them */
export async function openKeys(
  sql: Sql,
  limits: readonly Limit[],
  now: Date,
  atMost: number | null = 100,
): Promise<OpenKey[]> {
  const rows = await sql.query<Omit<OpenKey, 'minor' | 'since'> & { minor: string; since: string }>(OPEN, [
    limits.map(({ account }) => account),
    limits.map(({ hours }) => hours),
    now,
    atMost,
  ]);
  return rows.map((row) => ({ ...row, minor: Number(row.minor), since: new Date(row.since) }));
}

const OPEN = `
  select e.account, e.match_key, e.currency, sum(e.minor)::text as minor, max(j.effective_at) as since
    from unnest($1::text[], $2::int[]) as limits (account, hours)
    join ledger_entry e on e.account = limits.account and e.match_key is not null
    join ledger_journal j on j.id = e.journal_id
   group by e.account, e.match_key, e.currency, limits.hours
  having sum(e.minor) <> 0 and max(j.effective_at) <= $3::timestamptz - make_interval(hours => limits.hours)
   order by since, e.match_key limit $4::bigint`;
