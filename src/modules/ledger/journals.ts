import type { Sql } from '../../platform/database/database.js';
import type { EntryLine } from './entry-line.js';
import type { Posting, Standing } from './posting.js';
import type { Statement } from './statement.js';

/** The newest revision of each fact and rule stated, in one query. */
export async function standingOf(sql: Sql, statements: readonly Statement[]): Promise<Map<string, Standing>> {
  const rows = await sql.query<StandingRow>(STANDING, [
    statements.map(({ fact }) => fact.provider),
    statements.map(({ fact }) => fact.kind),
    statements.map(({ fact }) => fact.id),
    statements.map(({ rule }) => rule),
  ]);
  return new Map(rows.map((row) => [row.key, standing(row)]));
}

interface StandingRow {
  key: string;
  id: string;
  revision: number;
  rule_version: number;
  effective_at: string;
  ended_at: string | null;
  /** Beginning and end of every revision, oldest first; only where there are several. */
  spans: [string, string | null][] | null;
  lines: [string, string | null, string | null, string | null, string, number][];
}

const STANDING = `
  select concat_ws(':', f.provider, f.kind, f.id, f.rule) as key, j.id, j.revision, j.rule_version, j.effective_at,
         (select r.effective_at from ledger_journal r where r.reverses = j.id) as ended_at,
         case when j.revision > 0 then (
           select jsonb_agg(jsonb_build_array(one.effective_at, r.effective_at) order by one.revision)
             from ledger_journal one left join ledger_journal r on r.reverses = one.id
            where one.fact_provider = f.provider and one.fact_kind = f.kind and one.fact_id = f.id and one.rule = f.rule
              and one.reverses is null) end as spans,
         (select jsonb_agg(jsonb_build_array(account, party_id, match_key, dim, currency, minor) order by line)
            from ledger_entry e where e.journal_id = j.id) as lines
    from (select distinct * from unnest($1::text[], $2::text[], $3::text[], $4::text[])) as f (provider, kind, id, rule)
    cross join lateral (
      select id, revision, rule_version, effective_at from ledger_journal
       where fact_provider = f.provider and fact_kind = f.kind and fact_id = f.id and rule = f.rule and reverses is null
       order by revision desc limit 1) as j`;

function standing({ id, revision, rule_version, effective_at, ended_at, spans, lines }: StandingRow): Standing {
  return {
    journalId: id,
    revision,
    ruleVersion: rule_version,
    startsAt: beginningOf(spans ?? [[effective_at, ended_at]]),
    endsAt: ended_at === null ? null : new Date(ended_at),
    lines: lines.map(([account, partyId, matchKey, dim, currency, minor]): EntryLine => {
      return { account, partyId, matchKey, dim, currency, minor };
    }),
  };
}

/** A revision that begins where the one before ended goes on with it. */
function beginningOf(spans: readonly (readonly [from: string, to: string | null])[]): Date {
  let [start, end] = [Number.NaN, Number.NaN];
  for (const [from, to] of spans) {
    const begins = new Date(from).getTime();
    if (begins !== end) start = begins;
    end = to === null ? Number.NaN : new Date(to).getTime();
  }
  return new Date(start);
}

/** Writes journals and lines in one statement. Answers when each was recorded, by id. */
export async function writeJournals(sql: Sql, postings: readonly Posting[]): Promise<Map<string, Date>> {
  const rows = await sql.query<{ id: string; recorded_at: string }>(WRITE, [
    JSON.stringify(postings.map(journalRow)),
    JSON.stringify(postings.flatMap(entryRows)),
  ]);
  return new Map(rows.map(({ id, recorded_at }) => [id, new Date(recorded_at)]));
}

const WRITE = `
  with journal as (
    insert into ledger_journal (id, posting_key, fact_provider, fact_kind, fact_id, rule, rule_version, revision,
                                effective_at, cause_event, correlation_id, reverses, memo)
    select id, posting_key, fact_provider, fact_kind, fact_id, rule, rule_version, revision,
           effective_at, cause_event, correlation_id, reverses, memo
      from jsonb_to_recordset($1::jsonb) as row (
        id uuid, posting_key text, fact_provider text, fact_kind text, fact_id text, rule text, rule_version int,
        revision int, effective_at timestamptz, cause_event uuid, correlation_id uuid, reverses uuid, memo text)
    returning id, recorded_at
  ), entry as (
    insert into ledger_entry (journal_id, line, account, party_id, match_key, dim, currency, minor)
    select journal_id, line, account, party_id, match_key, dim, currency, minor
      from jsonb_to_recordset($2::jsonb) as row (
        journal_id uuid, line smallint, account text, party_id uuid, match_key text, dim text, currency text, minor bigint)
  )
  select id, recorded_at from journal`;

function journalRow({ id, postingKey, statement, ruleVersion, revision, effectiveAt, reverses }: Posting) {
  const { fact, rule, cause, correlationId, memo } = statement;
  return {
    id,
    posting_key: postingKey,
    fact_provider: fact.provider,
    fact_kind: fact.kind,
    fact_id: fact.id,
    rule,
    rule_version: ruleVersion,
    revision,
    effective_at: effectiveAt,
    cause_event: cause ?? null,
    correlation_id: correlationId,
    reverses,
    memo: memo ?? null,
  };
}

function entryRows({ id, lines }: Posting) {
  return lines.map(({ account, partyId, matchKey, dim, currency, minor }, line) => ({
    journal_id: id,
    line,
    account,
    party_id: partyId,
    match_key: matchKey,
    dim,
    currency,
    minor,
  }));
}
