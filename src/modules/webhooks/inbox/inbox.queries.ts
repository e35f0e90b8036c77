import { storableJson } from '../../../kernel/storable.js';
import type { Sql } from '../../../platform/database/database.js';
import type { InboxEvent, ProviderEvent, Source } from '../fold.js';
import type { Bodies } from './bodies.js';
import type { NewRow } from './new-row.js';

/**
 * Writes rows and bodies in one statement, durable together. Any unique index may find a repetition first when two
 * processes insert it at once, so that none is named.
 * @returns ids of the rows that are new
 */
export async function insertRows(sql: Sql, bodies: Bodies, rows: readonly NewRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const inserted = await sql.query<{ id: string }>(INSERT, onTheWire(bodies, rows));
  return new Set(inserted.map(({ id }) => id));
}

/**
 * The same for rows nobody has seen before: not having each ask first whether its name stands is a fifth of the cost.
 * @throws a unique violation, with nothing written, when one of them does stand
 */
export async function insertFirstSeen(sql: Sql, bodies: Bodies, rows: readonly NewRow[]): Promise<void> {
  await sql.query(INSERT_FIRST_SEEN, onTheWire(bodies, rows));
}

const ARRIVED = `json_to_recordset($1::json) as row(
      id uuid, provider text, account text, external_id text, source text, type text, object_key text,
      occurred_at timestamptz, api_version text, secret_label text, sha256 text, status text, lane smallint,
      outcome jsonb, last_error text, headers jsonb, starts int, size int)`;
const COLUMNS_WRITTEN = `id, provider, account, external_id, source, type, object_key, occurred_at, api_version,
      secret_label, body_sha256, status, lane, outcome, last_error`;
const WRITTEN = `id, provider, account, external_id, source, type, object_key, occurred_at, api_version,
      secret_label, decode(sha256, 'hex'), status, lane, outcome, last_error`;

const INSERT = `
  with arrived as (
    select * from ${ARRIVED}
  ), filed as (
    insert into webhooks_inbox (${COLUMNS_WRITTEN}) select ${WRITTEN} from arrived
    on conflict do nothing
    returning seq, id
  ), kept as (
    insert into webhooks_body (seq, headers, body)
    select filed.seq, arrived.headers, substring($2::bytea from arrived.starts for arrived.size)
    from filed join arrived using (id)
  )
  select id from filed`;

const INSERT_FIRST_SEEN = `
  with arrived as materialized (
    select nextval('webhooks_inbox_seq_seq') as seq, * from ${ARRIVED}
  ), filed as (
    insert into webhooks_inbox (seq, ${COLUMNS_WRITTEN}) select seq, ${WRITTEN} from arrived
  )
  insert into webhooks_body (seq, headers, body)
  select seq, headers, substring($2::bytea from starts for size) from arrived`;

/**
 * All bodies travel as one binary value from which each row takes its slice: text encodings of bytes cost more than
 * storing them.
 */
function onTheWire(bodies: Bodies, rows: readonly NewRow[]): [string, Buffer] {
  const sealed = rows.map(({ id, body }) => bodies.seal(id, body));
  let starts = 1;
  const described = rows.map((row, index) => {
    const size = sealed[index]?.length ?? 0;
    starts += size;
    return columnsOf(row, starts - size, size);
  });
  return [JSON.stringify(described), Buffer.concat(sealed)];
}

/** What is undefined is left out, and comes out null. */
function columnsOf(row: NewRow, starts: number, size: number): object {
  return {
    id: row.id,
    provider: row.provider,
    account: row.account,
    external_id: row.externalId,
    source: row.source,
    type: row.type,
    object_key: row.objectKey,
    occurred_at: row.occurredAt,
    api_version: row.apiVersion ?? undefined,
    secret_label: row.secretLabel ?? undefined,
    sha256: row.sha256,
    status: row.status,
    lane: row.lane,
    outcome: row.outcome ?? undefined,
    last_error: row.lastError ?? undefined,
    headers: row.headers,
    starts,
    size,
  };
}

/** A row as it is read to be folded. */
export interface StoredRow {
  readonly seq: string;
  readonly id: string;
  readonly external_id: string;
  readonly source: Source;
  readonly type: string;
  readonly object_key: string;
  readonly occurred_at: string;
  readonly received_at: string;
  readonly attempts: number;
  readonly body: Buffer;
}

const COLUMNS = `i.seq::text, i.id, i.external_id, i.source, i.type, i.object_key, i.occurred_at, i.received_at, i.attempts`;

/** In one transaction: many objects share this among them, one that is alone has it all. */
const EVENTS_FOLDED = 2_000;
const EVENTS_OF_ONE = 200;

/**
 * What is due of these objects, locked. Read again under the lock: that makes two workers safe. A late event has the
 * whole history of its object read again, so an object with a long queue is taken in few large pieces.
 */
export function dueRows(sql: Sql, keys: readonly string[]): Promise<StoredRow[]> {
  return sql.query<StoredRow>(
    `select due.*, b.body from unnest($1::text[]) as key cross join lateral (
       select ${COLUMNS} from webhooks_inbox i
       where i.object_key = key and i.status = 'pending' and i.next_at <= now()
       order by i.seq limit $2 for update skip locked
     ) due join webhooks_body b on b.seq = due.seq::bigint
     order by due.occurred_at, due.seq::bigint`,
    [keys, Math.max(EVENTS_OF_ONE, Math.floor(EVENTS_FOLDED / Math.max(1, keys.length)))],
  );
}

/** All that is known of these objects but for what died, was skipped or stands aside after a failure. */
export function historyRows(sql: Sql, keys: readonly string[]): Promise<StoredRow[]> {
  return sql.query<StoredRow>(
    `select ${COLUMNS}, b.body from webhooks_inbox i join webhooks_body b on b.seq = i.seq
     where i.object_key = any($1::text[])
       and (i.status in ('done', 'waiting') or (i.status = 'pending' and i.next_at <= now()))
     order by i.occurred_at, i.seq`,
    [keys],
  );
}

export function rowsById(sql: Sql, ids: readonly string[]): Promise<StoredRow[]> {
  return sql.query<StoredRow>(
    `select ${COLUMNS}, b.body from webhooks_inbox i join webhooks_body b on b.seq = i.seq
     where i.id = any($1::uuid[]) order by i.seq`,
    [ids],
  );
}

/** @throws SealBroken when the body was not sealed for this row */
export function toEvent(row: StoredRow, bodies: Bodies): InboxEvent {
  return {
    seq: row.seq,
    id: row.id,
    externalId: row.external_id,
    source: row.source,
    type: row.type,
    objectKey: row.object_key,
    occurredAt: new Date(row.occurred_at),
    receivedAt: new Date(row.received_at),
    body: JSON.parse(storableJson(bodies.open(row.id, row.body).toString('utf8'))) as ProviderEvent,
  };
}

/** Objects with something due in this lane, oldest first. */
export async function dueKeys(sql: Sql, lane: 0 | 1, limit: number): Promise<string[]> {
  const rows = await sql.query<{ object_key: string }>(
    `select object_key from (
       select object_key, seq from webhooks_inbox
       where status = 'pending' and lane = $1 and next_at <= now() order by seq limit 1024
     ) due group by object_key order by min(seq) limit $2`,
    [lane, limit],
  );
  return rows.map(({ object_key: key }) => key);
}

/** The keys among these that nobody else holds, now ours until the transaction ends. Never waits. */
export async function lockSome(sql: Sql, keys: readonly string[], limit: number): Promise<string[]> {
  const rows = await sql.query<{ key: string }>(
    `select key from unnest($1::text[]) as key where pg_try_advisory_xact_lock(hashtextextended(key, 0)) limit $2`,
    [keys, limit],
  );
  return rows.map(({ key }) => key);
}

/** Puts events out of their object's history while they are tried one by one. */
export async function setAside(sql: Sql, events: readonly { readonly seq: string }[]): Promise<void> {
  await sql.query(`update webhooks_inbox set next_at = 'infinity' where seq = any($1::bigint[])`, [
    events.map(({ seq }) => seq),
  ]);
}

export async function takeUp(sql: Sql, event: { readonly seq: string }): Promise<void> {
  await sql.query(`update webhooks_inbox set next_at = now() where seq = $1`, [event.seq]);
}
