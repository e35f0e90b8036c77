import type { Sql } from '../../platform/database/database.js';
import type { Span } from './span.js';
import type { Reading } from './time-line.queries.js';

/** For each span: customers subscribed at its start, and how many of them were not at its end. */
export async function subscribedIn(sql: Sql, spans: readonly Span[], { policyVersion, knownAt }: Reading) {
  const rows = await sql.query<{ start: string; lost: string }>(SUBSCRIBED, [
    ...bounds(spans),
    policyVersion,
    knownAt ?? null,
  ]);
  return rows.map(({ start, lost }) => ({ start: Number(start), lost: Number(lost) }));
}

/** For each span: payments decided in it. */
export async function paymentsIn(sql: Sql, spans: readonly Span[]) {
  const rows = await sql.query<{ succeeded: string; failed: string }>(PAYMENTS, bounds(spans));
  return rows.map(({ succeeded, failed }) => ({ succeeded: Number(succeeded), failed: Number(failed) }));
}

/** For each span: customers on record at its end. */
export async function customersAt(sql: Sql, spans: readonly Span[]): Promise<number[]> {
  const rows = await sql.query<{ customers: string }>(CUSTOMERS, bounds(spans));
  return rows.map(({ customers }) => Number(customers));
}

/** The first day anything is known of; undefined while nothing is. */
export async function firstDay(sql: Sql): Promise<Date | undefined> {
  const [row] = await sql.query<{ first: string | null }>(FIRST);
  return row?.first ? new Date(row.first) : undefined;
}

function bounds(spans: readonly Span[]): [Date[], Date[]] {
  return [spans.map(({ from }) => new Date(from)), spans.map(({ to }) => new Date(to))];
}

const SPANS = `unnest($1::timestamptz[], $2::timestamptz[]) with ordinality as span(starts_at, ends_at, place)`;

const SUBSCRIBED = `
  select count(*) filter (where at_start > 0)::text as start,
         count(*) filter (where at_start > 0 and at_end <= 0)::text as lost
    from ${SPANS} left join lateral (
      select coalesce(sum(active_change + paused_change) filter (where effective_at < span.starts_at), 0) as at_start,
             sum(active_change + paused_change) as at_end
        from analytics_mrr_movement
       where policy_version = $3::int and leads_instant and effective_at < span.ends_at
         and ($4::timestamptz is null or recorded_at <= $4::timestamptz)
       group by customer_id) as customer on true
   group by place order by place`;

const PAYMENTS = `
  select count(*) filter (where state = 'succeeded')::text as succeeded, count(*) filter (where state = 'failed')::text as failed
    from ${SPANS} left join analytics_payment on decided_at >= span.starts_at and decided_at < span.ends_at
   group by place order by place`;

const CUSTOMERS = `
  select (select count(*) from analytics_customer where registered_at < span.ends_at)::text as customers
    from ${SPANS} order by place`;

const FIRST = `
  select least((select min(day) from analytics_mrr_daily), (select min(day) from analytics_money_daily))::timestamp
         at time zone 'UTC' as first`;
