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

export interface Asked {
  /** 100 unless said otherwise; null for all of them. */
  readonly atMost?: number | null;
  /** Also those open in two currencies, which never meet: once what was written last had a minute to be folded again. */
  readonly apart?: boolean;
}

/** The keys that have been open longer than their account allows, oldest first. */
export async function openKeys(
  sql: Sql,
  limits: readonly Limit[],
  now: Date,
  { atMost = 100, apart = false }: Asked = {},
): Promise<OpenKey[]> {
  const rows = await sql.query<Omit<OpenKey, 'minor' | 'since'> & { minor: string; since: string }>(OPEN, [
    limits.map(({ account }) => account),
    limits.map(({ hours }) => hours),
    now,
    atMost,
    apart,
  ]);
  return rows.map((row) => ({ ...row, minor: Number(row.minor), since: new Date(row.since) }));
}

const OPEN = `
  select account, match_key, currency, minor::text as minor, since
    from (
      select one.*, count(*) over same_key as currencies, max(written_at) over same_key as last_written_at
        from (
          select e.account, e.match_key, e.currency, limits.hours, sum(e.minor) as minor,
                 max(j.effective_at) as since, max(j.recorded_at) as written_at
            from unnest($1::text[], $2::int[]) as limits (account, hours)
            join ledger_entry e on e.account = limits.account and e.match_key is not null
            join ledger_journal j on j.id = e.journal_id
           group by e.account, e.match_key, e.currency, limits.hours
          having sum(e.minor) <> 0) as one
      window same_key as (partition by account, match_key)) as open
   where since <= $3::timestamptz - make_interval(hours => hours)
      or ($5::boolean and currencies > 1 and last_written_at <= clock_timestamp() - interval '1 minute')
   order by since, match_key limit $4::bigint`;
