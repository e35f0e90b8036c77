import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../../platform/database/database.js';

/** Seals what has been written, so that a later change of it shows, whoever made it and however. */
@Injectable()
export class Checkpoints {
  constructor(private readonly database: Database) {}

  async sealAll(): Promise<void> {
    while ((await this.seal()) > 0);
  }

  /** Seals the next finished journals. @returns how many; zero when all are sealed */
  async seal(atMost = 20_000): Promise<number> {
    return this.database.transaction(async () => {
      await this.database.hold('ledger:checkpoint');
      const [row] = await this.database.query<{ journals: string }>(SEAL, [atMost]);
      return Number(row?.journals ?? 0);
    });
  }
}

export interface BrokenSeal {
  readonly checkpoint: number;
  readonly sealed: string;
  readonly found: string;
}

/** Every checkpoint whose journals are no longer what was sealed. */
export async function brokenSeals(sql: Sql): Promise<{ journals: number; broken: BrokenSeal[] }> {
  const rows = await sql.query<{ checkpoint: number; journals: string; sealed: string; found: string }>(VERIFY);
  return {
    journals: rows.reduce((sum, { journals }) => sum + Number(journals), 0),
    broken: rows
      .filter(({ sealed, found }) => sealed !== found)
      .map(({ checkpoint, sealed, found }) => ({ checkpoint, sealed, found })),
  };
}

const MICROSECONDS = (column: string) => `(extract(epoch from ${column}) * 1000000)::bigint`;

/** A journal and its lines as one hash; `j` is the journal. */
const DIGEST = `
  encode(sha256(convert_to(jsonb_build_array(
    j.id, j.posting_key, j.fact_provider, j.fact_kind, j.fact_id, j.rule, j.rule_version, j.revision,
    ${MICROSECONDS('j.effective_at')}, ${MICROSECONDS('j.recorded_at')}, j.tx::text, j.cause_event, j.correlation_id,
    j.reverses, j.memo,
    (select jsonb_agg(jsonb_build_array(e.line, e.account, e.party_id, e.match_key, e.dim, e.currency, e.minor) order by e.line)
       from ledger_entry e where e.journal_id = j.id))::text, 'UTF8')), 'hex')`;

const CHAIN = (previous: string) =>
  `encode(sha256(convert_to(${previous} || coalesce(string_agg(digest, '' order by tx, id), ''), 'UTF8')), 'hex')`;

const SEAL = `
  with previous as (
    select number, last_tx, last_id, hash from ledger_checkpoint
    union all select 0, '0'::xid8, '00000000-0000-0000-0000-000000000000', '' order by number desc limit 1
  ), journal as (
    select j.tx, j.id, (select count(*) from ledger_entry e where e.journal_id = j.id) as lines, ${DIGEST} as digest
      from ledger_journal j, previous p
     where (j.tx, j.id) > (p.last_tx, p.last_id) and j.tx < pg_snapshot_xmin(pg_current_snapshot())
     order by j.tx, j.id limit $1
  ), last as (select tx, id from journal order by tx desc, id desc limit 1)
  insert into ledger_checkpoint (number, last_tx, last_id, journals, entries, hash)
  select p.number + 1, last.tx, last.id, sums.journals, sums.entries, sums.hash
    from previous p, last, (
      select count(*) as journals, sum(lines) as entries, ${CHAIN('(select hash from previous)')} as hash from journal) as sums
  returning journals`;

const VERIFY = `
  select c.number as checkpoint, c.journals, c.hash as sealed, found.hash as found
    from (select *, coalesce(lag(last_tx) over seals, '0'::xid8) as after_tx,
                 coalesce(lag(last_id) over seals, '00000000-0000-0000-0000-000000000000') as after_id,
                 coalesce(lag(hash) over seals, '') as previous
            from ledger_checkpoint window seals as (order by number)) as c
   cross join lateral (
     select ${CHAIN('c.previous')} as hash from (
       select j.tx, j.id, ${DIGEST} as digest from ledger_journal j
        where (j.tx, j.id) > (c.after_tx, c.after_id) and (j.tx, j.id) <= (c.last_tx, c.last_id)) as journal) as found
   order by c.number`;
