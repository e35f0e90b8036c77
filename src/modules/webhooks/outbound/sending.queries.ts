import type { Database, Sql } from '../../../platform/database/database.js';
import type { SealedSecret } from './endpoint-secrets.js';

/** A delivery that is ours to send until its lease ends. */
export interface Leased {
  readonly id: string;
  readonly endpoint_id: string;
  readonly event_id: string;
  readonly type: string;
  readonly body: string;
  readonly attempts: number;
  readonly leased_until: string;
  readonly url: string;
  readonly secrets: readonly SealedSecret[];
}

export interface Lease {
  readonly leased: readonly Leased[];
  /** Milliseconds until an endpoint takes more of what is due; nothing where none has had its fill. */
  readonly fitsIn: number | undefined;
}

/**
 * Leases what is due of every endpoint nobody is sending to: at most so many of each, within its requests per second,
 * and where the order is strict only the oldest of each subject. What is due and what is leased goes by the store's clock, the
 * one that all who send have in common.
 * @param now the machine's, for allowances and secrets
 */
export function lease(database: Database, now: Date, each: number): Promise<Lease> {
  return database.transaction(async () => {
    const waiting = await database.query<{ id: string; room: number | null; fits_in: number | null }>(LOCK, [now]);
    if (waiting.length === 0) return { leased: [], fitsIn: undefined };
    const leased = await database.query<Leased>(LEASE, [now, each, waiting.map(({ id }) => id)]);
    const full = waiting.filter(({ room }) => room === 0).map(({ fits_in: fitsIn }) => fitsIn ?? 0);
    return { leased, fitsIn: full.length > 0 ? Math.min(...full) : undefined };
  });
}

/**
 * A bucket of a tenth of the endpoint's requests per second, filled so much slower that bucket and refill together are no
 * more than it asked for in any second. Intervals are whole microseconds: a thousandth makes up for what they lose.
 */
const BURST = `greatest(1, e.per_second / 10)`;
const REFILL = `(e.per_second - ${BURST} + 1)`;
const FILLED_SINCE = `greatest(coalesce(e.allowance_at, '-infinity'), $1::timestamptz - ${BURST} * interval '1 second' / ${REFILL})`;
/** How many requests it takes now; nothing where it takes any number. */
const ROOM = `case when e.per_second is not null then
  floor(extract(epoch from $1::timestamptz - ${FILLED_SINCE}) * ${REFILL} + 0.001)::int end`;

/** Milliseconds until it takes one more. */
const FITS_IN = `case when e.per_second is not null then
  (1000 * (1.0 / ${REFILL} - extract(epoch from $1::timestamptz - ${FILLED_SINCE})))::float8 end`;

/**
 * The endpoints are locked by a statement of their own: what another leased of them until it let go of the lock is seen only
 * by a statement that begins after that.
 */
const LOCK = `
  select e.id, ${ROOM} as room, ${FITS_IN} as fits_in from webhooks_endpoint e
  where e.status = 'enabled' and e.deleted_at is null and (e.paused_until is null or e.paused_until <= now())
    and exists (select from webhooks_delivery d where d.endpoint_id = e.id and d.status = 'pending' and d.next_at <= now())
    and not exists (select from webhooks_delivery d where d.endpoint_id = e.id and d.leased_until > now())
  for update skip locked`;

/** No endpoint has more under way than one process can end within the lease. */
const LEASE = `
  with free as (
    select e.id, e.url, e.ordering, e.per_second, least($2::int, ${ROOM}) as room
    from webhooks_endpoint e
    where e.id = any($3::uuid[])
      and not exists (select from webhooks_delivery d where d.endpoint_id = e.id and d.leased_until > now())
  ), due as (
    select d.id from free cross join lateral (
      select d.id from webhooks_delivery d
      where d.endpoint_id = free.id and d.status = 'pending' and d.next_at <= now()
        and (d.leased_until is null or d.leased_until <= now())
        and (free.ordering = 'none' or not exists (
          select from webhooks_delivery older where older.endpoint_id = d.endpoint_id and older.subject = d.subject
            and older.status = 'pending' and older.sequence < d.sequence))
      order by d.next_at, d.id limit greatest(free.room, 0) for update skip locked
    ) d
  ), leased as (
    update webhooks_delivery d set leased_until = now() + interval '60 seconds' from due where d.id = due.id
    returning d.id, d.endpoint_id, d.event_id, d.type, d.body, d.attempts, d.leased_until
  ), used as (
    update webhooks_endpoint e set allowance_at =
      ${FILLED_SINCE} + taken.count * (interval '1 second' / ${REFILL})
    from (select endpoint_id, count(*) from leased group by endpoint_id) taken
    where e.id = taken.endpoint_id and e.per_second is not null
  )
  select leased.*, free.url, (
    select coalesce(json_agg(json_build_object('id', s.id, 'sealed', s.sealed) order by s.ends_at desc nulls first, s.created_at desc), '[]')
    from webhooks_endpoint_secret s where s.endpoint_id = leased.endpoint_id and (s.ends_at is null or s.ends_at > $1)
  ) as secrets
  from leased join free on free.id = leased.endpoint_id`;

/** What one attempt came to, as it is written. */
export interface Result {
  readonly attempt_id: string;
  readonly delivery_id: string;
  readonly endpoint_id: string;
  readonly leased_until: string;
  readonly outcome: 'succeeded' | 'pending' | 'failed';
  readonly attempts: number;
  /** Milliseconds from when it is written. */
  readonly next_in: number;
  /** The same; null where it is not to be left alone. */
  readonly paused_for: number | null;
  readonly at: Date;
  readonly status: number | null;
  readonly ms: number;
  readonly error: string | null;
  readonly answer: string | null;
}

/** How an endpoint stands after its results were written. */
export interface Standing {
  readonly id: string;
  readonly status: 'enabled' | 'disabled';
  readonly failing_since: string | null;
  readonly warned_at: string | null;
}

/**
 * Writes attempts and what they mean for delivery and endpoint; written again it changes nothing. A delivery whose lease went
 * to another is left to it. The endpoint goes before its deliveries, as where it is disabled.
 */
export async function writeResults(sql: Sql, results: readonly Result[]): Promise<Standing[]> {
  const rows = JSON.stringify(results);
  const standings = await sql.query<Standing>(WRITE_ENDPOINTS, [rows]);
  await sql.query(WRITE_ATTEMPTS, [rows]);
  await sql.query(WRITE_DELIVERIES, [rows]);
  return standings;
}

const RESULTS = `jsonb_to_recordset($1::jsonb) as r(attempt_id uuid, delivery_id uuid, endpoint_id uuid, leased_until timestamptz,
  outcome text, attempts int, next_in bigint, paused_for bigint, at timestamptz, status int, ms int, error text,
  answer text)`;

const WRITE_ATTEMPTS = `
  insert into webhooks_attempt (id, delivery_id, at, status, ms, error, answer)
  select r.attempt_id, d.id, r.at, r.status, r.ms, r.error, r.answer
  from ${RESULTS} join webhooks_delivery d on d.id = r.delivery_id
  on conflict (id) do nothing`;

const WRITE_DELIVERIES = `
  update webhooks_delivery d set status = r.outcome, attempts = r.attempts, next_at = now() + r.next_in * interval '1 millisecond', leased_until = null,
    last_status = r.status, last_error = r.error, done_at = case when r.outcome <> 'pending' then r.at end
  from ${RESULTS}
  where d.id = r.delivery_id and d.status = 'pending' and d.leased_until = r.leased_until`;

const WRITE_ENDPOINTS = `
  update webhooks_endpoint e set
    failing_since = case when seen.succeeded then null else coalesce(e.failing_since, seen.since) end,
    warned_at = case when seen.succeeded then null else e.warned_at end,
    paused_until = greatest(e.paused_until, seen.paused_until)
  from (
    select endpoint_id, bool_or(outcome = 'succeeded') as succeeded, min(at) as since, now() + max(paused_for) * interval '1 millisecond' as paused_until
    from ${RESULTS} group by endpoint_id order by endpoint_id
  ) seen
  where e.id = seen.endpoint_id and e.deleted_at is null and (e.failing_since is not null or not seen.succeeded or seen.paused_until is not null)
  returning e.id, e.status, e.failing_since, e.warned_at`;
