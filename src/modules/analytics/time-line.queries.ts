import { dayOf } from '../../kernel/period.js';
import type { Sql } from '../../platform/database/database.js';
import type { MoneyKind } from './money-kind.js';
import type { Kind } from './movement.js';
import { cutDays, type Span } from './span.js';

/** Sums at one instant (a day's at its start); `at` is null for all there was before the first day asked for. */
export interface MrrCell {
  readonly at: number | null;
  readonly currency: string;
  readonly kind: Kind;
  readonly delta: number;
  readonly customers: number;
  readonly active: number;
  readonly paused: number;
}

export interface MoneyCell {
  readonly at: number | null;
  readonly currency: string;
  readonly kind: MoneyKind;
  readonly minor: number;
  readonly facts: number;
}

export interface Reading {
  readonly policyVersion: number;
  /** An older state of knowledge: then rows are read, and no roll-up. */
  readonly knownAt?: Date | undefined;
}

/**
 * All that is needed to stand at any bound of the spans: sums by day from the roll-up, and single instants of the days
 * that a bound cuts. It touches days and currencies, not movements, however long the history is.
 */
export async function mrrCells(
  sql: Sql,
  spans: readonly Span[],
  { policyVersion, knownAt }: Reading,
): Promise<MrrCell[]> {
  const rows = await sql.query<Row & { delta: string; customers: string; active: string; paused: string }>(
    knownAt ? MRR.known : MRR.latest,
    [...boundsOf(spans), policyVersion, ...(knownAt ? [knownAt] : [])],
  );
  return rows.map(({ delta, customers, active, paused, ...row }) => ({
    ...cellOf<Kind>(row),
    delta: Number(delta),
    customers: Number(customers),
    active: Number(active),
    paused: Number(paused),
  }));
}

export async function moneyCells(sql: Sql, spans: readonly Span[], { knownAt }: Reading): Promise<MoneyCell[]> {
  const rows = await sql.query<Row & { minor: string; facts: string }>(knownAt ? MONEY.known : MONEY.latest, [
    ...boundsOf(spans),
    0,
    ...(knownAt ? [knownAt] : []),
  ]);
  return rows.map(({ minor, facts, ...row }) => ({
    ...cellOf<MoneyKind>(row),
    minor: Number(minor),
    facts: Number(facts),
  }));
}

interface Row {
  at: string | null;
  currency: string;
  kind: string;
}

function cellOf<K extends string>({ at, currency, kind }: Row) {
  return { at: at === null ? null : new Date(at).getTime(), currency, kind: kind as K };
}

function boundsOf(spans: readonly Span[]): [string, string, string[], Date] {
  const bounds = spans.flatMap(({ from, to }) => [from, to]);
  const last = new Date(Math.max(...bounds));
  return [dayOf(new Date(Math.min(...bounds))), dayOf(last), cutDays(bounds), last];
}

// $1 first day, $2 day of the last bound, $3 days that are cut, $4 the last bound, $5 policy, $6 known at.
const MRR = queries({
  daily: 'analytics_mrr_daily',
  rows: 'analytics_mrr_movement',
  where: 'policy_version = $5::int',
  dailySums: `sum(delta_minor)::text as delta, sum(customers)::text as customers,
    sum(active_change)::text as active, sum(paused_change)::text as paused`,
  rowSums: `sum(delta_minor)::text as delta, coalesce(sum(weight) filter (where leads_instant), 0)::text as customers,
    sum(active_change)::text as active, sum(paused_change)::text as paused`,
});

const MONEY = queries({
  daily: 'analytics_money_daily',
  rows: 'analytics_money_fact',
  where: '$5::int = 0',
  dailySums: 'sum(minor)::text as minor, sum(facts)::text as facts',
  rowSums: 'sum(minor)::text as minor, sum(weight)::text as facts',
});

interface Source {
  readonly daily: string;
  readonly rows: string;
  readonly where: string;
  readonly dailySums: string;
  readonly rowSums: string;
}

function queries({ daily, rows, where, dailySums, rowSums }: Source): { latest: string; known: string } {
  const start = (day: string) => `(${day})::timestamp at time zone 'UTC'`;
  return {
    latest: `
      select null::timestamptz as at, currency, kind, ${dailySums} from ${daily}
       where ${where} and day < $1::date group by currency, kind
      union all
      select ${start('day')}, currency, kind, ${dailySums} from ${daily}
       where ${where} and day >= $1::date and day < $2::date and not (day = any($3::date[])) group by day, currency, kind
      union all
      select effective_at, currency, kind, ${rowSums} from unnest($3::date[]) as cut(cut_day)
        join ${rows} on effective_at >= ${start('cut_day')} and effective_at < ${start('cut_day + 1')}
       where ${where} and effective_at < $4::timestamptz group by effective_at, currency, kind`,
    known: `
      select case when effective_at < ${start('$1::date')} then null else effective_at end as at, currency, kind, ${rowSums}
        from ${rows}
       where ${where} and effective_at < $4::timestamptz and recorded_at <= $6::timestamptz
         and $2::date is not null and $3::date[] is not null
       group by 1, 2, 3`,
  };
}
