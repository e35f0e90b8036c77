import type { Sql } from '../../../platform/database/database.js';
import type { Proof } from '../../../platform/ops/proofs.js';

/** The daily sums are the sums of the lines they have taken in. */
export const rolledUp =
  (sql: Sql): Proof =>
  async () => {
    const differences = await sql.query(DRIFT);
    const [row] = await sql.query<{ days: string }>('select count(*) as days from ledger_daily');
    return { ok: differences.length === 0, checked: Number(row?.days), differences };
  };

const DRIFT = `
  select account, nullif(party_id, '00000000-0000-0000-0000-000000000000') as party_id, currency,
         effective_on::text, recorded_on::text,
         array[lines.debit, lines.credit, lines.lines]::text[] as expected,
         array[daily.debit, daily.credit, daily.lines]::text[] as actual
    from (
      select e.account, coalesce(e.party_id, '00000000-0000-0000-0000-000000000000') as party_id, e.currency,
             (j.effective_at at time zone 'UTC')::date as effective_on, (j.recorded_at at time zone 'UTC')::date as recorded_on,
             sum(greatest(e.minor, 0)) as debit, sum(greatest(-e.minor, 0)) as credit, count(*) as lines
        from ledger_journal j join ledger_entry e on e.journal_id = j.id
       where (j.tx, j.id) <= (select tx, id from ledger_rollup where name = 'daily')
       group by 1, 2, 3, 4, 5) as lines
    full join ledger_daily as daily using (account, party_id, currency, effective_on, recorded_on)
   where (lines.debit, lines.credit, lines.lines) is distinct from (daily.debit::numeric, daily.credit::numeric, daily.lines)
   limit 100`;
