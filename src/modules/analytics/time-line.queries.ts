import { dayOf } from '../../kernel/period.js';
import type { Sql } from '../../platform/database/database.js';
import type { MoneyKind } from './money-kind.js';
import type { Kind } from './movement.js';
import { cutDays, type Span } from './span.js';

/** Sums from one bound of the spans asked for to the next; `at` is null for all there was before the first. */
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
 * All that is needed to stand at any bound of the spans: sums by day from the roll-up, and the rows of those days
 * that a bound cuts. It touches days and currencies, not movements, however long the history is.
 */
export async function mrrCells(sql: Sql, spans: readonly Span[], reading: Reading): Promise<MrrCell[]> {
  const cells = await cellsOf<Kind>(sql, MRR, spans, reading);
  return cells.map(({ sums: [delta = 0, customers = 0, active = 0, paused = 0], ...cell }) => ({
    ...cell,
    ...{ delta, customers, active, paused },
  }));
}

export async function moneyCells(sql: Sql, spans: readonly Span[], reading: Reading): Promise<MoneyCell[]> {
  const cells = await cellsOf<MoneyKind>(sql, MONEY, spans, reading);
  return cells.map(({ sums: [minor = 0, facts = 0], ...cell }) => ({ ...cell, minor, facts }));
}

interface Source {
  readonly daily: string;
  readonly rows: string;
  readonly where: string;
  readonly dailySums: string;
  readonly rowSums: string;
}

interface Row {
  readonly place: number;
  readonly currency: string;
  readonly kind: string;
  readonly sums: readonly string[];
}

async function cellsOf<K extends string>(
  sql: Sql,
  source: { latest: string; known: string },
  spans: readonly Span[],
  { policyVersion, knownAt }: Reading,
) {
  const bounds = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b);
  const instants = bounds.map((bound) => new Date(bound));
  const last = instants.at(-1) ?? new Date(0);
  const more = knownAt ? [knownAt] : [dayOf(last), cutDays(bounds)];
  const rows = await sql.query<Row>(knownAt ? source.known : source.latest, [policyVersion, instants, last, ...more]);
  return rows.map(({ place, currency, kind, sums }) => ({
    at: bounds[place - 1] ?? null,
    currency,
    kind: kind as K,
    sums: sums.map(Number),
  }));
}

const MRR = queries({
  daily: 'analytics_mrr_daily',
  rows: 'analytics_mrr_movement',
  where: 'policy_version = $1::int',
  dailySums: 'array[sum(delta_minor), sum(customers), sum(active_change), sum(paused_change)]::text[]',
  rowSums: `array[sum(delta_minor), coalesce(sum(weight) filter (where leads_instant), 0), sum(active_change),
    sum(paused_change)]::text[]`,
});

const MONEY = queries({
  daily: 'analytics_money_daily',
  rows: 'analytics_money_fact',
  where: '$1::int is not null',
  dailySums: 'array[sum(minor), sum(facts)]::text[]',
  rowSums: 'array[sum(minor), sum(weight)]::text[]',
});

/**
 * `$1` policy, `$2` bounds in order, `$3` the last of them; of the latest knowledge `$4` its day and `$5` the days that
 * a bound cuts, of an older one `$4` that instant. A place is the number of the bound a row comes after.
 * `offset 0` keeps the rows of a cut day a walk down the index, a day at a time.
 */
function queries({ daily, rows, where, dailySums, rowSums }: Source): { latest: string; known: string } {
  const start = (day: string) => `(${day})::timestamp at time zone 'UTC'`;
  const place = (at: string) => `width_bucket(${at}, $2::timestamptz[]) as place, currency, kind`;
  return {
    latest: `
      select ${place(start('day'))}, ${dailySums} as sums from ${daily}
       where ${where} and day < $4::date and not (day = any($5::date[])) group by 1, 2, 3
      union all
      select ${place('effective_at')}, ${rowSums} from unnest($5::date[]) as cut(cut_day)
        cross join lateral (
          select * from ${rows}
           where ${where} and effective_at >= ${start('cut_day')} and effective_at < ${start('cut_day + 1')}
             and effective_at < $3::timestamptz
          offset 0) as row
       group by 1, 2, 3`,
    known: `
      select ${place('effective_at')}, ${rowSums} as sums from ${rows}
       where ${where} and effective_at < $3::timestamptz and recorded_at <= $4::timestamptz group by 1, 2, 3`,
  };
}
