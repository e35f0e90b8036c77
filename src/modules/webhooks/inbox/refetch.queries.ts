import type { Sql } from '../../../platform/database/database.js';

/** Why a fetch came to nothing; `forGood` when the provider said so, and not that it is away. */
export interface Unfetched {
  readonly error: string;
  readonly forGood: boolean;
}

/** One outstanding fetch a key; one that was answered is wanted anew, what was refused for good not within the hour. */
export async function wantRefetch(sql: Sql, keys: readonly string[]): Promise<void> {
  await sql.query(
    `insert into webhooks_refetch (object_key) select distinct unnest($1::text[])
     on conflict (object_key) do update set wanted_at = clock_timestamp(), taken_at = null, done_at = null,
       attempts = 0, last_error = null
     where webhooks_refetch.done_at is not null
       and (webhooks_refetch.last_error is null or webhooks_refetch.done_at < now() - interval '1 hour')`,
    [keys],
  );
}

/**
 * The oldest wanted, for a minute the caller's: if it dies, somebody else takes them. Not while something of the object
 * is still to be folded, which may be what is wanted.
 */
export async function takeWanted(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql.query<{ object_key: string }>(
    `update webhooks_refetch set taken_at = clock_timestamp() where object_key in (
       select object_key from webhooks_refetch wanted
       where done_at is null and (taken_at is null or taken_at < now() - interval '1 minute')
         and not exists (select from webhooks_inbox i where i.object_key = wanted.object_key and i.status = 'pending'
                         and i.next_at <= now())
       order by wanted_at limit $1 for update skip locked)
     returning object_key`,
    [limit],
  );
  return rows.map(({ object_key: key }) => key);
}

export async function refetched(sql: Sql, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql.query(
    `update webhooks_refetch set done_at = clock_timestamp(), last_error = null where object_key = any($1::text[]) and done_at is null`,
    [keys],
  );
}

export async function notFetched(sql: Sql, key: string, { error, forGood }: Unfetched): Promise<void> {
  await sql.query(
    `update webhooks_refetch set attempts = attempts + 1, last_error = $2,
       done_at = case when $3::boolean then clock_timestamp() end
     where object_key = $1 and done_at is null`,
    [key, error, forGood],
  );
}
