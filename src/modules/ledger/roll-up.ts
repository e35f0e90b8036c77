import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** Journals in one transaction. */
const AT_ONCE = 5000;

/** Keeps the daily sums, behind the writers: a posting never waits for a row that all postings share. */
@Injectable()
export class RollUp {
  constructor(private readonly database: Database) {}

  /** Takes in the next finished journals. @returns how many; fewer than `atMost` when it has caught up */
  async advance(atMost = AT_ONCE): Promise<number> {
    return this.database.transaction(async () => {
      await this.database.hold('ledger:roll-up');
      const [row] = await this.database.query<{ journals: string }>(ADVANCE, [atMost]);
      return Number(row?.journals ?? 0);
    });
  }

  /** Until nothing finished is left. @returns how many journals were taken in */
  async catchUp(): Promise<number> {
    for (let taken = 0; ;) {
      const last = await this.advance();
      taken += last;
      if (last < AT_ONCE) return taken;
    }
  }

  /** From nothing: the same rows again. */
  async rebuild(): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.hold('ledger:roll-up');
      await this.database.query('delete from ledger_daily');
      await this.database.query(`update ledger_rollup set tx = default, id = default where name = 'daily'`);
    });
    await this.catchUp();
  }
}

// A transaction below the horizon has ended, so no journal can appear before one already taken.
const ADVANCE = `
  with batch as (
    select j.tx, j.id, j.effective_at, j.recorded_at from ledger_journal j, ledger_rollup c
     where c.name = 'daily' and (j.tx, j.id) > (c.tx, c.id) and j.tx < pg_snapshot_xmin(pg_current_snapshot())
     order by j.tx, j.id limit $1
  ), folded as (
    insert into ledger_daily as daily (account, party_id, currency, effective_on, recorded_on, debit, credit, lines)
    select account, coalesce(party_id, '00000000-0000-0000-0000-000000000000'), currency,
           (effective_at at time zone 'UTC')::date, (recorded_at at time zone 'UTC')::date,
           sum(greatest(minor, 0)), sum(greatest(-minor, 0)), count(*)
      from batch join ledger_entry e on e.journal_id = batch.id
     group by 1, 2, 3, 4, 5
    on conflict (account, party_id, currency, effective_on, recorded_on) do update
      set debit = daily.debit + excluded.debit, credit = daily.credit + excluded.credit, lines = daily.lines + excluded.lines
  ), moved as (
    update ledger_rollup c set tx = last.tx, id = last.id
      from (select tx, id from batch order by tx desc, id desc limit 1) as last
     where c.name = 'daily'
  )
  select count(*) as journals from batch`;
