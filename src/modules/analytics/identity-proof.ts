import type { Sql } from '../../platform/database/database.js';
import type { Proof } from '../../platform/ops/proofs.js';
import { factsAfter } from './movement.queries.js';
import type { Policy } from './policy.js';
import { worthAt, worthOverTime, type Worth } from './recurring-value.js';
import { monthsOf } from './span.js';

const PAGE = 500;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Start, movements and end agree: for each currency and month, what the sums by day come to is the value of the
 * subscriptions in force, computed from their histories without any movement. Moves sum to zero at each instant.
 */
export function identity(sql: Sql, policy: () => Promise<Policy>, now: () => Date): Proof {
  return async () => {
    const { version } = await policy();
    const lines = await allLines(sql, await policy());
    const ends = endsOf(lines, now().getTime());
    const rolledUp = await sql.query<{ ends_at: string; currency: string; arr: string }>(ROLLED_UP, [version, ends]);
    const found = new Map(
      rolledUp.map(({ ends_at: end, currency, arr }) => [`${new Date(end).toISOString()} ${currency}`, Number(arr)]),
    );
    const expected = ends.flatMap((end) => valuesAt(lines, end));
    const moved = await sql.query(MOVES, [version]);

    const differences = [
      ...expected
        .map(({ key, arr }) => ({ month_end: key, from_versions: arr, from_movements: found.get(key) ?? 0 }))
        .filter((row) => row.from_versions !== row.from_movements),
      ...moved,
    ].slice(0, 100);
    return { ok: differences.length === 0, checked: expected.length, differences };
  };
}

async function allLines(sql: Sql, policy: Policy): Promise<Worth[][]> {
  const lines: Worth[][] = [];
  for (let last = NOBODY; ;) {
    const facts = await factsAfter(sql, last, PAGE);
    const end = facts.at(-1);
    if (!end) return lines;
    lines.push(...facts.map(({ versions }) => worthOverTime(versions, policy)));
    last = end.customerId;
  }
}

/** Ends of the months that anything happened in, and now. */
function endsOf(lines: readonly (readonly Worth[])[], now: number): string[] {
  const first = lines.reduce((least, line) => Math.min(least, line[0]?.at ?? now), now);
  const months = monthsOf({ from: first, to: now + 1 }, now).filter(({ complete }) => complete);
  return [...months.map(({ to }) => to), now + 1].map((end) => new Date(end).toISOString());
}

function valuesAt(lines: readonly (readonly Worth[])[], end: string): { key: string; arr: number }[] {
  const sums = new Map<string, number>();
  for (const line of lines) {
    for (const { currency, arrMinor } of worthAt(line, Date.parse(end) - 1)?.items ?? []) {
      sums.set(currency, (sums.get(currency) ?? 0) + arrMinor);
    }
  }
  return [...sums].map(([currency, arr]) => ({ key: `${end} ${currency}`, arr }));
}

// Whole days from the sums by day; the day that an end falls into, from its rows.
const ROLLED_UP = `
  select ends_at, currency, sum(arr)::text as arr from (
    select ends_at, currency, delta_minor as arr
      from unnest($2::timestamptz[]) as month(ends_at)
      join analytics_mrr_daily on day < (ends_at at time zone 'UTC')::date
     where policy_version = $1::int and kind <> 'commitment'
    union all
    select ends_at, currency, delta_minor
      from unnest($2::timestamptz[]) as month(ends_at)
      join analytics_mrr_movement on effective_at < ends_at
       and effective_at >= ((ends_at at time zone 'UTC')::date)::timestamp at time zone 'UTC'
     where policy_version = $1::int and kind <> 'commitment') as part
   group by ends_at, currency`;

const MOVES = `
  select customer_id, effective_at, currency, sum(delta_minor)::text as moved from analytics_mrr_movement
   where policy_version = $1::int and kind = 'move'
   group by customer_id, effective_at, currency having sum(delta_minor) <> 0 limit 100`;
