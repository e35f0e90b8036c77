import type { Sql } from '../../../platform/database/database.js';

/** A mark "fold again" that the fold at hand takes off its table. */
export interface TakenRefold {
  readonly objectKey: string;
  readonly attempts: number;
}

export interface FailedRefold extends TakenRefold {
  readonly error: string;
}

export async function markRefold(sql: Sql, keys: readonly string[]): Promise<void> {
  await sql.query(
    `insert into webhooks_refold (object_key) select distinct unnest($1::text[])
     on conflict (object_key) do update set attempts = 0, next_at = now()`,
    [keys],
  );
}

export async function dueRefolds(sql: Sql, keys: readonly string[]): Promise<TakenRefold[]> {
  const rows = await sql.query<{ object_key: string; attempts: number }>(
    `select object_key, attempts from webhooks_refold where object_key = any($1::text[]) and next_at <= now()`,
    [keys],
  );
  return rows.map(({ object_key: objectKey, attempts }) => ({ objectKey, attempts }));
}

/** Takes the marks off before the fold, so that one set while it runs is not lost. */
export async function takeRefolds(sql: Sql, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await sql.query(`delete from webhooks_refold where object_key = any($1::text[])`, [keys]);
}

/** Puts marks back whose fold failed: each time twice as late, up to six hours. */
export async function putBackRefolds(sql: Sql, failed: readonly FailedRefold[]): Promise<void> {
  if (failed.length === 0) return;
  await sql.query(
    `insert into webhooks_refold (object_key, attempts, last_error, next_at)
     select "objectKey", attempts + 1, error,
       now() + least(interval '6 hours', interval '5 seconds' * power(2, least(attempts, 20)))
     from jsonb_to_recordset($1::jsonb) as f("objectKey" text, attempts int, error text)
     on conflict (object_key) do nothing`,
    [JSON.stringify(failed)],
  );
}
