import { storableJson } from '../../../kernel/storable.js';
import type { Sql } from '../../../platform/database/database.js';
import type { InboxEvent, ProviderEvent, Source } from '../fold.js';
import type { Bodies } from './bodies.js';

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
const DUE_COLUMNS = COLUMNS.replace('i.seq::text', 'i.seq');

/** In one transaction: many objects share this among them, one that is alone has it all. */
const EVENTS_FOLDED = 2_000;
const EVENTS_OF_ONE = 200;
/** The same of bodies: a few of the largest are as much memory as thousands of the usual ones. */
const BYTES_FOLDED = 16 * 1024 * 1024;

/**
 * Rows with what comes before them, in bytes: the first of every object, then the second of every object. So of fewer
 * objects no less is seen of each. A body's length is known without reading it.
 */
const sized = (rows: string) => `
  select ranked.*, sum(bytes) over (order by place, seq::bigint) - bytes as bytes_before from (
    select row.*, octet_length(b.body) as bytes,
           row_number() over (partition by row.object_key order by row.seq::bigint) as place
    from ${rows} row join webhooks_body b on b.seq = row.seq::bigint
  ) ranked`;

/**
 * What is due of these objects, locked. Read again under the lock: that makes two workers safe. A late event has the
 * whole history of its object read again, so an object with a long queue is taken in few large pieces. What is too many
 * bytes stays due, behind what arrived before it.
 */
export function dueRows(sql: Sql, keys: readonly string[]): Promise<StoredRow[]> {
  return sql.query<StoredRow>(
    `with due as materialized (
       select due.* from unnest($1::text[]) as key cross join lateral (
         select ${COLUMNS} from webhooks_inbox i
         where i.object_key = key and i.status = 'pending' and i.next_at <= now()
         order by i.seq limit $2 for update skip locked
       ) due
     ), sized as (${sized('due')})
     select sized.*, b.body from sized join webhooks_body b on b.seq = sized.seq::bigint
     where sized.bytes_before < ${BYTES_FOLDED} order by sized.occurred_at, sized.seq::bigint`,
    [keys, Math.max(EVENTS_OF_ONE, Math.floor(EVENTS_FOLDED / Math.max(1, keys.length)))],
  );
}

/**
 * All that is known of these objects but for what died, was skipped or stands aside after a failure. Of what is due it
 * has all that is claimed, and no more than twice the bytes; what was folded is read whole, however much it is, as nothing
 * is right without it.
 */
export function historyRows(sql: Sql, keys: readonly string[]): Promise<StoredRow[]> {
  return sql.query<StoredRow>(
    `with due as materialized (
       select ${COLUMNS} from webhooks_inbox i
       where i.object_key = any($1::text[]) and i.status = 'pending' and i.next_at <= now()
     ), sized as (${sized('due')})
     select * from (
       select ${COLUMNS}, b.body from webhooks_inbox i join webhooks_body b on b.seq = i.seq
       where i.object_key = any($1::text[]) and i.status in ('done', 'waiting')
       union all
       select ${DUE_COLUMNS}, b.body from sized i join webhooks_body b on b.seq = i.seq::bigint
       where i.bytes_before < ${2 * BYTES_FOLDED}
     ) known order by occurred_at, seq::bigint`,
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
  const body = JSON.parse(storableJson(bodies.open(row.id, row.body).toString('utf8'))) as ProviderEvent;
  return { ...factsOf(row), body };
}

/** What is known of an event without its body. */
export function factsOf(row: StoredRow): Omit<InboxEvent, 'body'> {
  return {
    seq: row.seq,
    id: row.id,
    externalId: row.external_id,
    source: row.source,
    type: row.type,
    objectKey: row.object_key,
    occurredAt: new Date(row.occurred_at),
    receivedAt: new Date(row.received_at),
  };
}

/** Objects with something due in this lane, oldest first; in the live lane then those to fold again. */
export async function dueKeys(sql: Sql, lane: 0 | 1, limit: number): Promise<string[]> {
  const rows = await sql.query<{ object_key: string }>(DUE_KEYS, [lane, limit]);
  return [...new Set(rows.map(({ object_key: key }) => key))];
}

const DUE_KEYS = `
  with due as (
    select object_key, row_number() over (order by min(seq)) as place from (
      select object_key, seq from webhooks_inbox
      where status = 'pending' and lane = $1 and next_at <= now() order by seq limit 1024
    ) pending group by object_key
  ), marked as (
    select object_key, row_number() over (order by wanted_at) as place
    from webhooks_refold where $1 = 0 and next_at <= now() order by wanted_at limit $2
  )
  select object_key from (select 1 as turn, * from due union all select 2, * from marked) as keys
  order by turn, place limit $2`;

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
