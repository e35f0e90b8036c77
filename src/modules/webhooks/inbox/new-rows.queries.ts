import type { Sql } from '../../../platform/database/database.js';
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

/** Columns that are nearly always the same in all rows of a write, by the field they come from: then they travel once. */
const FIELDS = {
  provider: 'provider',
  account: 'account',
  source: 'source',
  api_version: 'apiVersion',
  secret_label: 'secretLabel',
  status: 'status',
  lane: 'lane',
} as const satisfies Record<string, keyof NewRow>;
type Shared = keyof typeof FIELDS;
const SHARED = Object.keys(FIELDS) as Shared[];
const typed = (prefix: string): string =>
  SHARED.map((column) => `${prefix}${column} ${column === 'lane' ? 'smallint' : 'text'}`).join(', ');

const ARRIVED = `(
    select row.*, ${SHARED.map((column) => `coalesce(row.own_${column}, every.${column}) as ${column}`).join(', ')}
    from json_to_recordset($1::json) as row(
      id uuid, external_id text, type text, object_key text, occurred_ms bigint, sha256 text, outcome jsonb,
      last_error text, headers jsonb, starts int, size int, ${typed('own_')}
    ) cross join json_to_record($2::json) as every(${typed('')})
  )`;
const COLUMNS_WRITTEN = `id, provider, account, external_id, source, type, object_key, occurred_at, api_version,
      secret_label, body_sha256, status, lane, outcome, last_error`;
const WRITTEN = `id, provider, account, external_id, source, type, object_key,
      to_timestamp(occurred_ms / 1000::double precision), api_version,
      secret_label, decode(sha256, 'hex'), status, lane, outcome, last_error`;

const INSERT = `
  with arrived as (
    select * from ${ARRIVED} as arriving
  ), filed as (
    insert into webhooks_inbox (${COLUMNS_WRITTEN}) select ${WRITTEN} from arrived
    on conflict do nothing
    returning seq, id
  ), kept as (
    insert into webhooks_body (seq, headers, body)
    select filed.seq, arrived.headers, substring($3::bytea from arrived.starts for arrived.size)
    from filed join arrived using (id)
  )
  select id from filed`;

const INSERT_FIRST_SEEN = `
  with arrived as materialized (
    select nextval('webhooks_inbox_seq_seq') as seq, * from ${ARRIVED} as arriving
  ), filed as (
    insert into webhooks_inbox (seq, ${COLUMNS_WRITTEN}) select seq, ${WRITTEN} from arrived
  )
  insert into webhooks_body (seq, headers, body)
  select seq, headers, substring($3::bytea from starts for size) from arrived`;

/**
 * All bodies travel as one binary value from which each row takes its slice: text encodings of bytes cost more than
 * storing them.
 */
function onTheWire(bodies: Bodies, rows: readonly NewRow[]): [string, string, Buffer] {
  const shared = SHARED.filter((column) => rows.every((row) => row[FIELDS[column]] === rows[0]?.[FIELDS[column]]));
  const own = SHARED.filter((column) => !shared.includes(column));
  const pieces: Buffer[] = [];
  let starts = 1;
  const described = rows.map((row) => {
    const sealed = bodies.inPieces(row.id, row.body);
    const size = sealed.reduce((sum, { length }) => sum + length, 0);
    pieces.push(...sealed);
    starts += size;
    return columnsOf(row, own, starts - size, size);
  });
  const every = Object.fromEntries(shared.map((column) => [column, rows[0]?.[FIELDS[column]]]));
  return [JSON.stringify(described), JSON.stringify(every), Buffer.concat(pieces)];
}

/** What is undefined is left out, and comes out null. */
function columnsOf(row: NewRow, own: readonly Shared[], starts: number, size: number): object {
  const described: Record<string, unknown> = {
    id: row.id,
    external_id: row.externalId,
    type: row.type,
    object_key: row.objectKey,
    occurred_ms: row.occurredAt.getTime(),
    sha256: row.sha256,
    outcome: row.outcome ?? undefined,
    last_error: row.lastError ?? undefined,
    headers: row.headers,
    starts,
    size,
  };
  for (const column of own) described[`own_${column}`] = row[FIELDS[column]] ?? undefined;
  return described;
}
