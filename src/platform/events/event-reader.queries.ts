import type { Sql } from '../database/database.js';
import type { HeardEvent } from './consumers.js';

/** A place in commit order. */
export interface Position {
  readonly tx: string;
  readonly seq: string;
}

interface EventRow {
  id: string;
  tx: string;
  seq: string;
  type: string;
  subject: string;
  sequence: number;
  occurred_at: string;
  recorded_at: string;
  cause: string | null;
  correlation_id: string;
  data: Record<string, unknown>;
}

const COLUMNS = `e.id, e.tx::text as tx, e.seq::text as seq, e.type, e.subject, e.sequence, e.occurred_at, e.recorded_at, e.cause, e.correlation_id, e.data`;

/** A place in commit order, and whether anything before it was set aside. */
export interface Cursor extends Position {
  readonly parked: boolean;
}

/** The consumer's cursor, held to the end of the transaction; nothing when another process reads or it is paused. */
export async function lock(sql: Sql, consumer: string): Promise<Cursor | undefined> {
  const [free] = await sql.query<{ free: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended('consumer:' || $1, 0)) as free`,
    [consumer],
  );
  if (!free?.free) return undefined;
  const [cursor] = await sql.query<Cursor & { paused: boolean }>(
    `select tx::text as tx, seq::text as seq, paused_at is not null as paused, ${PARKED} as parked
     from platform_consumer consumer where name = $1`,
    [consumer],
  );
  if (cursor) return cursor.paused ? undefined : cursor;
  await sql.query(`insert into platform_consumer (name) values ($1) on conflict do nothing`, [consumer]);
  return { tx: '0', seq: '0', parked: true };
}

/** Events below the horizon: every transaction under it has ended, so none can surface behind the cursor later. */
export async function eventsAfter(sql: Sql, { tx, seq }: Position, limit: number): Promise<HeardEvent[]> {
  const rows = await sql.query<EventRow>(
    `select ${COLUMNS} from platform_event e
     where (e.tx, e.seq) > ($1::xid8, $2::bigint) and e.tx < pg_snapshot_xmin(pg_current_snapshot())
     order by e.tx, e.seq limit $3`,
    [tx, seq, limit],
  );
  return rows.map(heard);
}

const PARKED = `exists (select 1 from platform_parked_event p where p.consumer = consumer.name)`;

const UNREAD = `exists (
  select 1 from platform_event e where (e.tx, e.seq) > (coalesce(c.tx, '0'::xid8), coalesce(c.seq, 0)))`;

/** Events beyond any of these cursors, also those a running transaction elsewhere still keeps above the horizon. */
export async function anyUnread(sql: Sql, consumers: readonly string[]): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from unnest($1::text[]) as consumer(name) left join platform_consumer c on c.name = consumer.name
     where c.paused_at is null and ${UNREAD} limit 1`,
    [consumers],
  );
  return rows.length > 0;
}

/**
 * Which of these have something to read or something parked, and whether it is parked: one statement where nobody has,
 * instead of some for each.
 */
export async function withWork(sql: Sql, consumers: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
  const rows = await sql.query<{ name: string; parked: boolean }>(
    `select consumer.name, ${PARKED} as parked from unnest($1::text[]) as consumer(name) left join platform_consumer c on c.name = consumer.name
     where c.paused_at is null
       and (${UNREAD} or ${PARKED})`,
    [consumers],
  );
  return new Map(rows.map(({ name, parked }) => [name, parked]));
}

export async function move(sql: Sql, consumer: string, { tx, seq }: Position): Promise<void> {
  await sql.query(`update platform_consumer set tx = $2::xid8, seq = $3::bigint where name = $1`, [consumer, tx, seq]);
}

/** Events of these types that a consumer has behind it and did not set aside, in order. */
export async function passed(
  sql: Sql,
  consumer: string,
  { types, since, after, limit }: { types: readonly string[]; since: Date | undefined; after: Position; limit: number },
): Promise<HeardEvent[]> {
  const rows = await sql.query<EventRow>(
    `select ${COLUMNS} from platform_event e join platform_consumer c on c.name = $1 and (e.tx, e.seq) <= (c.tx, c.seq)
     where e.type = any($2::text[]) and e.recorded_at >= $3::timestamptz and (e.tx, e.seq) > ($4::xid8, $5::bigint)
       and not exists (select from platform_parked_event p where p.consumer = $1 and p.event_id = e.id)
     order by e.tx, e.seq limit $6`,
    [consumer, types, since ?? '-infinity', after.tx, after.seq, limit],
  );
  return rows.map(heard);
}

/** Sets aside events whose subject has a parked one before them, so that a subject's order holds; answers the others. */
export async function queueBehind(
  sql: Sql,
  consumer: string,
  events: readonly HeardEvent[],
  now: Date,
): Promise<readonly HeardEvent[]> {
  if (events.length === 0) return events;
  const rows = await sql.query<{ subject: string }>(
    `select distinct subject from platform_parked_event where consumer = $1 and subject = any($2::text[])`,
    [consumer, events.map(({ subject }) => subject)],
  );
  const blocked = new Set(rows.map(({ subject }) => subject));
  const [waiting, free] = [events.filter((e) => blocked.has(e.subject)), events.filter((e) => !blocked.has(e.subject))];
  for (const event of waiting)
    await park(sql, { consumer, event, nextAt: now, lastError: 'An earlier event of this subject is parked.' });
  return free;
}

export async function park(
  sql: Sql,
  { consumer, event, nextAt, lastError }: { consumer: string; event: HeardEvent; nextAt: Date; lastError: string },
): Promise<void> {
  await sql.query(
    `insert into platform_parked_event (consumer, event_id, subject, attempts, next_at, last_error) values ($1, $2, $3, 1, $4, $5)
     on conflict (consumer, event_id) do update
       set attempts = platform_parked_event.attempts + 1, next_at = excluded.next_at, last_error = excluded.last_error`,
    [consumer, event.id, event.subject, nextAt, lastError],
  );
}

export async function release(sql: Sql, consumer: string, eventId: string): Promise<void> {
  await sql.query(`delete from platform_parked_event where consumer = $1 and event_id = $2`, [consumer, eventId]);
}

/** The oldest parked event of each subject, when its time has come and it has tries left; longest due first. */
export async function due(
  sql: Sql,
  consumer: string,
  now: Date,
  { tries, atMost }: { tries: number; atMost: number },
): Promise<{ event: HeardEvent; attempts: number }[]> {
  const rows = await sql.query<EventRow & { attempts: number }>(
    `select * from (
       select distinct on (p.subject) ${COLUMNS}, p.attempts, p.next_at
       from platform_parked_event p join platform_event e on e.id = p.event_id
       where p.consumer = $1 order by p.subject, e.sequence
     ) oldest where next_at <= $2 and attempts < $3 order by next_at, tx, seq limit $4`,
    [consumer, now, tries, atMost],
  );
  return rows.map((row) => ({ event: heard(row), attempts: row.attempts }));
}

function heard(row: EventRow): HeardEvent {
  return {
    id: row.id,
    cursor: `${row.tx}:${row.seq}`,
    type: row.type,
    subject: row.subject,
    sequence: row.sequence,
    occurredAt: new Date(row.occurred_at),
    recordedAt: new Date(row.recorded_at),
    cause: row.cause,
    correlationId: row.correlation_id,
    data: row.data,
  };
}
