import type { Sql } from '../../../platform/database/database.js';

/** Why a fetch came to nothing; `forGood` when the provider said so, and not that it is away. */
export interface Unfetched {
  readonly error: string;
  readonly forGood: boolean;
}

/** Something that waits for an object to be fetched, since when. */
export interface Wait {
  readonly key: string;
  readonly since: Date;
}

/**
 * One outstanding fetch a key; one that was answered is wanted anew, what was refused for good not within the hour. One
 * that is being fetched may show how it was before: it is noted that it is wanted again.
 */
export async function wantRefetch(sql: Sql, keys: readonly string[]): Promise<void> {
  await sql.query(WANT, [keys]);
}

const WANT = `
  insert into webhooks_refetch as known (object_key) select distinct unnest($1::text[])
  on conflict (object_key) do update set wanted_at = clock_timestamp(), done_at = null,
    taken_at = case when known.done_at is null then known.taken_at end,
    attempts = case when known.done_at is null then known.attempts else 0 end,
    last_error = case when known.done_at is null then known.last_error end
  where known.done_at is null and known.wanted_at <= known.taken_at
    or known.done_at is not null and (known.last_error is null or known.done_at < now() - interval '1 hour')`;

/** Less and less often what a reading does not help: each one is kept. */
export async function wantUnlessRead(sql: Sql, waits: readonly Wait[]): Promise<void> {
  const rows = await sql.query<{ key: string }>(UNREAD, [JSON.stringify(waits)]);
  if (rows.length === 0) return;
  await wantRefetch(
    sql,
    rows.map(({ key }) => key),
  );
}

const UNREAD = `
  with waits as (
    select key, max(since) as since from jsonb_to_recordset($1::jsonb) as one(key text, since timestamptz) group by key
  )
  select key from waits left join webhooks_refetch asked on asked.object_key = key
  where asked.object_key is null or asked.taken_at < since
    or now() - asked.done_at >= case when coalesce(asked.taken_at, asked.done_at) < since then interval '0'
                                else greatest(interval '10 minutes', asked.done_at - since) end`;

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

export async function answered(sql: Sql, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql.query(
    `update webhooks_refetch set done_at = clock_timestamp(), last_error = null where object_key = any($1::text[]) and done_at is null`,
    [keys],
  );
}

/** Those wanted again since they were taken are still to be fetched. */
export async function read(sql: Sql, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql.query(
    `update webhooks_refetch set last_error = null,
       done_at = case when wanted_at > taken_at then null else clock_timestamp() end,
       taken_at = case when wanted_at > taken_at then null else taken_at end
     where object_key = any($1::text[]) and done_at is null`,
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
