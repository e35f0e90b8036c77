import type { Sql } from '../../platform/database/database.js';
import type { Standing } from './difference.js';
import type { Kind, MovementReason } from './movement.js';
import type { SubscriptionFact } from './subscription-fact.js';

/** A row of `analytics_mrr_movement`, as it is written. */
export interface MovementRow {
  readonly id: string;
  readonly recorded_seq: number;
  readonly policy_version: number;
  readonly customer_id: string;
  readonly subscription_id: string;
  readonly item_key: string;
  readonly plan_id: string;
  readonly interval: string;
  readonly effective_at: string;
  readonly recorded_at: string;
  readonly kind: Kind;
  readonly reason: MovementReason;
  readonly currency: string;
  readonly arr_before_minor: number;
  readonly arr_after_minor: number;
  readonly delta_minor: number;
  readonly weight: number;
  readonly leads_instant: boolean;
  readonly active_change: number;
  readonly paused_change: number;
  readonly cause_event_id: string;
  readonly provider_event_id: string | null;
  readonly inbox_event_id: string | null;
  readonly correlation_id: string;
  readonly reverses: string | null;
  readonly movement_key: string;
}

/**
 * Keeps the newest telling of each subscription; answers whose histories changed by it: the customers it belongs to,
 * and those it belonged to before.
 */
export async function keepSubscriptions(sql: Sql, facts: readonly SubscriptionFact[]): Promise<string[]> {
  if (facts.length === 0) return [];
  const rows = await sql.query<{ customer_id: string; former: string | null }>(KEEP, [JSON.stringify(facts)]);
  const customers = rows.flatMap(({ customer_id, former }) => [customer_id, former ?? customer_id]);
  return [...new Set(customers)];
}

export async function subscriptionsOf(sql: Sql, customers: readonly string[]): Promise<SubscriptionFact[]> {
  return sql.query<SubscriptionFact>(`${FACTS} where customer_id = any($1::uuid[])`, [customers]);
}

/** A page of all facts, by id, for whoever must look at each. */
export async function factsAfter(sql: Sql, customer: string, customers: number): Promise<SubscriptionFact[]> {
  return sql.query<SubscriptionFact>(
    `${FACTS} where customer_id in (
       select distinct customer_id from analytics_subscription_fact where customer_id > $1::uuid order by 1 limit $2)
     order by customer_id, subscription_id`,
    [customer, customers],
  );
}

/** Every movement ever written for these customers that is not itself a taking back, and whether it was taken back. */
export async function writtenFor(
  sql: Sql,
  policyVersion: number,
  customers: readonly string[],
): Promise<(Standing & { reversed: boolean })[]> {
  const rows = await sql.query<MovementRow & { reversed: boolean }>(WRITTEN, [policyVersion, customers]);
  return rows.map((row) => ({ ...standingOf(row), reversed: row.reversed }));
}

/** Adds rows and their sums by day, in one statement. */
export async function writeMovements(sql: Sql, rows: readonly MovementRow[]): Promise<void> {
  if (rows.length > 0) await sql.query(WRITE, [JSON.stringify(rows)]);
}

function standingOf(row: MovementRow): Standing {
  return {
    id: row.id,
    movementKey: row.movement_key,
    customerId: row.customer_id,
    subscriptionId: row.subscription_id,
    itemKey: row.item_key,
    planId: row.plan_id,
    interval: row.interval,
    effectiveAt: new Date(row.effective_at).toISOString(),
    kind: row.kind,
    reason: row.reason,
    currency: row.currency,
    arrBefore: Number(row.arr_before_minor),
    arrAfter: Number(row.arr_after_minor),
    delta: Number(row.delta_minor),
    leads: row.leads_instant,
    activeChange: row.active_change,
    pausedChange: row.paused_change,
    providerEvent: row.provider_event_id,
    inboxEvent: row.inbox_event_id,
  };
}

// The select beside the insert still sees the rows as they were before it.
const KEEP = `
  with kept as (
  insert into analytics_subscription_fact as known
    (subscription_id, customer_id, told_sequence, cause_event, correlation_id, versions)
  select "subscriptionId", "customerId", "toldSequence", "causeEvent", "correlationId", versions
    from jsonb_to_recordset($1::jsonb) as told("subscriptionId" uuid, "customerId" uuid, "toldSequence" int,
      "causeEvent" uuid, "correlationId" uuid, versions jsonb)
  on conflict (subscription_id) do update
    set customer_id = excluded.customer_id, told_sequence = excluded.told_sequence, cause_event = excluded.cause_event,
        correlation_id = excluded.correlation_id, versions = excluded.versions
  where known.told_sequence < excluded.told_sequence
  returning subscription_id, customer_id)
  select kept.customer_id, before.customer_id as former
    from kept left join analytics_subscription_fact before using (subscription_id)`;

const FACTS = `
  select subscription_id as "subscriptionId", customer_id as "customerId", told_sequence as "toldSequence",
         cause_event as "causeEvent", correlation_id as "correlationId", versions
    from analytics_subscription_fact`;

const WRITTEN = `
  select m.*, exists (select from analytics_mrr_movement r where r.reverses = m.id) as reversed
    from analytics_mrr_movement m
   where m.policy_version = $1 and m.customer_id = any($2::uuid[]) and m.reverses is null
   order by m.recorded_seq`;

const COLUMNS: Readonly<Record<keyof MovementRow, string>> = {
  id: 'uuid',
  recorded_seq: 'bigint',
  policy_version: 'int',
  customer_id: 'uuid',
  subscription_id: 'uuid',
  item_key: 'text',
  plan_id: 'text',
  interval: 'text',
  effective_at: 'timestamptz',
  recorded_at: 'timestamptz',
  kind: 'text',
  reason: 'text',
  currency: 'text',
  arr_before_minor: 'bigint',
  arr_after_minor: 'bigint',
  delta_minor: 'bigint',
  weight: 'smallint',
  leads_instant: 'boolean',
  active_change: 'smallint',
  paused_change: 'smallint',
  cause_event_id: 'uuid',
  provider_event_id: 'text',
  inbox_event_id: 'text',
  correlation_id: 'uuid',
  reverses: 'uuid',
  movement_key: 'text',
};

const NAMES = Object.keys(COLUMNS).join(', ');
const TYPED = Object.entries(COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

/** A day's sum of movements, over any source of rows with their columns. */
export const DAILY_OF = `
  select policy_version, (effective_at at time zone 'UTC')::date as day, currency, plan_id, interval, kind, reason,
         sum(delta_minor)::bigint as delta_minor,
         coalesce(sum(weight) filter (where leads_instant), 0)::int as customers,
         sum(active_change)::int as active_change, sum(paused_change)::int as paused_change`;

const WRITE = `
  with added as (
    insert into analytics_mrr_movement (${NAMES})
    select ${NAMES} from jsonb_to_recordset($1::jsonb) as row(${TYPED}) order by recorded_seq
    returning *)
  insert into analytics_mrr_daily as daily
    (policy_version, day, currency, plan_id, interval, kind, reason, delta_minor, customers, active_change, paused_change)
  ${DAILY_OF} from added group by 1, 2, 3, 4, 5, 6, 7
  on conflict (policy_version, day, currency, plan_id, interval, kind, reason) do update
    set delta_minor = daily.delta_minor + excluded.delta_minor, customers = daily.customers + excluded.customers,
        active_change = daily.active_change + excluded.active_change,
        paused_change = daily.paused_change + excluded.paused_change`;
