import type { Sql } from '../../platform/database/database.js';
import type { Kind } from './movement.js';
import type { MoneyKind } from './money-kind.js';
import { planNames } from './plan-names.queries.js';
import type { Span } from './span.js';

export interface MovementPart {
  readonly kind: Kind;
  readonly plan: string;
  /** The plan's id again where it has no name. */
  readonly planName: string;
  readonly delta: number;
  readonly rows: number;
  readonly customers: number;
  readonly active: number;
  readonly paused: number;
}

export interface MoneyPart {
  readonly kind: MoneyKind;
  readonly rule: string;
  readonly minor: number;
  readonly rows: number;
}

export interface PartsAsked {
  readonly span: Span;
  readonly currency: string;
  readonly knownAt: Date;
  readonly policyVersion: number;
}

/** Movements of a span by kind and plan, from the rows themselves. Customers are counted in all currencies. */
export async function movementParts(
  sql: Sql,
  { span, currency, knownAt, policyVersion }: PartsAsked,
  allCurrencies = false,
): Promise<MovementPart[]> {
  const rows = await sql.query<Record<string, string>>(MOVEMENTS, [
    ...[instant(span.from), instant(span.to), knownAt, policyVersion, allCurrencies ? null : currency],
  ]);
  const names = await planNames(
    sql,
    rows.map(({ youngest = '' }) => youngest),
  );
  return rows.map(({ kind, plan = '', ...sums }) => ({
    kind: kind as Kind,
    plan,
    planName: names.get(plan) ?? plan,
    delta: Number(sums['delta']),
    rows: Number(sums['rows']),
    customers: Number(sums['customers']),
    active: Number(sums['active']),
    paused: Number(sums['paused']),
  }));
}

/** Money facts of a span by kind and rule, from the rows themselves. */
export async function moneyParts(sql: Sql, { span, currency, knownAt }: PartsAsked): Promise<MoneyPart[]> {
  const rows = await sql.query<Record<string, string>>(MONEY, [
    instant(span.from),
    instant(span.to),
    knownAt,
    currency,
  ]);
  return rows.map(({ kind, rule, minor, rows: count }) => ({
    kind: kind as MoneyKind,
    rule: rule ?? '',
    minor: Number(minor),
    rows: Number(count),
  }));
}

function instant(at: number): string {
  return at === -Infinity ? '-infinity' : new Date(at).toISOString();
}

const MOVEMENTS = `
  select kind, plan_id as plan, sum(delta_minor)::text as delta, count(*)::text as rows,
         coalesce(sum(weight) filter (where leads_instant), 0)::text as customers,
         sum(active_change)::text as active, sum(paused_change)::text as paused, max(subscription_id::text) as youngest
    from analytics_mrr_movement
   where effective_at >= $1::timestamptz and effective_at < $2::timestamptz and recorded_at <= $3::timestamptz
     and policy_version = $4::int and ($5::text is null or currency = $5)
   group by kind, plan_id order by kind, plan_id`;

const MONEY = `
  select kind, rule, sum(minor)::text as minor, count(*)::text as rows
    from analytics_money_fact
   where effective_at >= $1::timestamptz and effective_at < $2::timestamptz and recorded_at <= $3::timestamptz and currency = $4
   group by kind, rule order by kind, rule`;
