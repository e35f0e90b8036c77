import type { Sql } from '../../../platform/database/database.js';
import type { Proof } from '../../../platform/ops/proofs.js';

/** Each journal has two lines or more and sums to zero in each currency, and so does the whole. */
export const balanced =
  (sql: Sql): Proof =>
  async ({ since = '-infinity' }) => {
    const differences = await sql.query(UNBALANCED, [since]);
    const [row] = await sql.query<{ journals: string }>(JOURNALS, [since]);
    return { ok: differences.length === 0, checked: Number(row?.journals), differences };
  };

const JOURNALS = 'select count(*) as journals from ledger_journal where recorded_at >= $1::timestamptz';

const UNBALANCED = `
  select j.id as journal_id, j.posting_key, e.currency, coalesce(e.total, 0)::text as minor, coalesce(e.lines, 0)::int as lines
    from ledger_journal j
    left join (select journal_id, currency, sum(minor) as total, count(*) as lines,
                      sum(count(*)) over (partition by journal_id) as all_lines
                 from ledger_entry group by journal_id, currency) as e on e.journal_id = j.id
   where j.recorded_at >= $1::timestamptz and (e.total is null or e.total <> 0 or e.all_lines < 2)
   order by j.tx, j.id limit 100`;
