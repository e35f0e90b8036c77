import type { Sql } from '../../../platform/database/database.js';
import type { NewRow } from '../inbox/new-row.js';

export interface Known {
  readonly id: string;
  readonly sha256: string;
  /** Delivered, rather than fetched: only deliveries are the same to the byte. */
  readonly delivered: boolean;
}

/** The rows that stand under the names of these, by `provider account external id`. */
export async function known(sql: Sql, rows: readonly NewRow[]): Promise<Map<string, Known>> {
  const found = await sql.query<Known & { name: string }>(
    `select i.id, encode(i.body_sha256, 'hex') as sha256, i.source = 'webhook' as delivered,
       concat_ws(' ', i.provider, i.account, i.external_id) as name
     from webhooks_inbox i join unnest($1::text[], $2::text[], $3::text[]) as asked(provider, account, external_id)
       using (provider, account, external_id)`,
    [rows.map(({ provider }) => provider), rows.map(({ account }) => account), rows.map((row) => row.externalId)],
  );
  return new Map(found.map(({ name, ...row }) => [name, row]));
}

export interface NewConflict {
  readonly id: string;
  readonly inboxId: string;
  readonly first: string;
  readonly second: string;
  readonly headers: object;
  /** Sealed, base64. */
  readonly body: string;
}

/** The same second body once more is no new conflict. */
export async function conflictsWith(sql: Sql, conflicts: readonly NewConflict[]): Promise<void> {
  if (conflicts.length === 0) return;
  await sql.query(
    `insert into webhooks_conflict (id, inbox_id, first_sha256, second_sha256, headers, body)
     select id, "inboxId", decode(first, 'hex'), decode(second, 'hex'), headers, decode(body, 'base64')
     from jsonb_to_recordset($1::jsonb) as row(id uuid, "inboxId" uuid, first text, second text, headers jsonb, body text)
     on conflict (inbox_id, second_sha256) do nothing`,
    [JSON.stringify(conflicts)],
  );
}
