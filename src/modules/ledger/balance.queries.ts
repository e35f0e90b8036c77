import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { dayOf } from '../../kernel/period.js';
import { Database } from '../../platform/database/database.js';

export interface BalanceQuestion {
  readonly account?: string | undefined;
  readonly partyId?: string | undefined;
  readonly currency?: string | undefined;
  /** Facts effective before this instant; up to and including now when absent. */
  readonly asOf?: Date | undefined;
  /** Only what was recorded before this instant; all that is recorded when absent. */
  readonly knownAt?: Date | undefined;
}

export interface Balance {
  readonly account: string;
  readonly partyId: string | null;
  readonly currency: string;
  /** Debit positive. */
  readonly minor: number;
}

/**
 * A balance is the daily sums for whole days, plus the lines of what those cannot tell: journals past the roll-up's
 * cursor, the partial day of `asOf`, the partial day of `knownAt`. So no answer depends on how far the roll-up has come.
 */
@Injectable()
export class BalanceQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** By account, currency and party; zeros left out. */
  async of(question: BalanceQuestion): Promise<Balance[]> {
    const rows = await this.database.query<Row>(
      `select account, currency, nullif(party_id, '${NO_PARTY}') as party_id, sum(minor)::text as minor from (${PARTS}) as part
        group by 1, 2, 3 having sum(minor) <> 0 order by 1, 2, 3`,
      this.parameters(question),
    );
    return rows.map(({ account, party_id: partyId, currency, minor }) => ({
      account,
      partyId,
      currency,
      minor: Number(minor),
    }));
  }

  /** One row an account and currency, zeros left out. Each currency sums to zero, or the books are broken. */
  async trial(question: Pick<BalanceQuestion, 'asOf' | 'knownAt'>): Promise<Omit<Balance, 'partyId'>[]> {
    const rows = await this.database.query<Row>(
      `select account, currency, sum(minor)::text as minor from (${PARTS}) as part
        group by 1, 2 having sum(minor) <> 0 order by 1, 2`,
      this.parameters(question),
    );
    return rows.map(({ account, currency, minor }) => ({ account, currency, minor: Number(minor) }));
  }

  /** Whether no transaction still running could add to what was known then, and how much became known since. */
  async standing({ asOf, knownAt }: BalanceQuestion): Promise<{ settled: boolean; lateEntries: number }> {
    if (!knownAt) return { settled: false, lateEntries: 0 };
    const [row] = await this.database.query<{ settled: boolean; late: string }>(STANDING, [this.upTo(asOf), knownAt]);
    return { settled: row?.settled ?? false, lateEntries: Number(row?.late ?? 0) };
  }

  private parameters({ account, partyId, currency, asOf, knownAt }: BalanceQuestion): unknown[] {
    const upTo = this.upTo(asOf);
    const known = knownAt ?? null;
    return [account ?? null, partyId ?? null, currency ?? null, upTo, dayOf(upTo), known, known && dayOf(known)];
  }

  private upTo(asOf: Date | undefined): Date {
    return asOf ?? new Date(this.clock.now().getTime() + 1);
  }
}

interface Row {
  account: string;
  party_id: string | null;
  currency: string;
  minor: string;
}

const NO_PARTY = '00000000-0000-0000-0000-000000000000';

const WANTED = `($1::text is null or account = $1) and ($2::uuid is null or party_id = $2) and ($3::text is null or currency = $3)`;
const DAY = `($5::date)::timestamp at time zone 'UTC'`;
const KNOWN_DAY = `($7::date)::timestamp at time zone 'UTC'`;
const LINES = `select account, coalesce(party_id, '${NO_PARTY}'), currency, minor from ledger_journal j join ledger_entry e on e.journal_id = j.id`;
const KNOWN = `effective_at < $4::timestamptz and ($6::timestamptz is null or recorded_at < $6::timestamptz)`;
const CURSOR = `(select tx, id from ledger_rollup where name = 'daily')`;

// Four parts without overlap; one statement, so that all four see the same cursor.
const PARTS = `
  select account, party_id, currency, debit - credit as minor from ledger_daily
   where ${WANTED} and effective_on < $5::date and ($7::date is null or recorded_on < $7::date)
  union all
  ${LINES} where (j.tx, j.id) > ${CURSOR} and ${KNOWN} and ${WANTED}
  union all
  ${LINES} where (j.tx, j.id) <= ${CURSOR} and effective_at >= ${DAY} and ${KNOWN} and ${WANTED}
  union all
  ${LINES} where (j.tx, j.id) <= ${CURSOR} and effective_at < ${DAY} and recorded_at >= ${KNOWN_DAY} and ${KNOWN} and ${WANTED}`;

const STANDING = `
  select (select count(*)::text from ledger_journal where effective_at < $1::timestamptz and recorded_at >= $2::timestamptz) as late,
         pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())
           or coalesce($2::timestamptz <= (select min(xact_start) from pg_stat_activity where backend_xid is not null), false)
           as settled`;
