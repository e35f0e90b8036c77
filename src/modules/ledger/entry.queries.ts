import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { List, Page } from '../../platform/http/page.js';
import { amount } from './books.views.js';
import { accountOf } from './chart.js';
import { AccountNeeded, UnknownAccount } from './ledger.errors.js';

/** What one journal did to an account, line by line, and what stood there after each. */
export interface StatementView {
  readonly journal_id: string;
  readonly rule: string;
  readonly effective_at: string;
  readonly recorded_at: string;
  readonly lines: readonly object[];
}

/** The lines of an account as its statement. */
@Injectable()
export class EntryQueries {
  constructor(private readonly database: Database) {}

  /** Newest first; `account` must be given. @throws AccountNeeded, UnknownAccount */
  async statement(page: Page): Promise<List<StatementView>> {
    const [account, ...others] = page.valuesOf('account');
    if (account === undefined || others.length > 0) throw new AccountNeeded();
    if (!accountOf(String(account))) throw new UnknownAccount(String(account));

    // The running balance counts every line of the account, party and key asked for; the dates only choose the rows.
    const narrowed = ['party_id', 'match_key', 'currency'].map((name) => orNull(page.valuesOf(name)));
    const { tail, parameters } = page.sql(
      {
        at: 'effective_at',
        id: 'id',
        account: '$1::text',
        party_id: '($2::uuid[])[1]',
        match_key: '($3::text[])[1]',
        currency: '($4::text[])[1]',
      },
      { parameters: [account, ...narrowed] },
    );
    const rows = await this.database.query<Row>(`${STATEMENT} ${tail}`, parameters);
    return page.answer(rows, view, ({ id, effective_at }) => ({ id, at: effective_at }));
  }
}

interface Row {
  id: string;
  rule: string;
  effective_at: string;
  recorded_at: string;
  lines: Line[];
}

interface Line {
  line: number;
  party_id: string | null;
  match_key: string | null;
  dim: string | null;
  currency: string;
  minor: number;
  balance: number;
}

const orNull = <T>(values: readonly T[]): readonly T[] | null => (values.length === 0 ? null : values);

const STATEMENT = `
  select * from (
    select id, rule, effective_at, recorded_at, jsonb_agg(entry order by line) as lines from (
      select j.id, j.rule, j.effective_at, j.recorded_at, e.line,
             to_jsonb(e) || jsonb_build_object('balance',
               sum(e.minor) over (partition by e.currency order by j.effective_at, j.id, e.line)) as entry
        from ledger_entry e join ledger_journal j on j.id = e.journal_id
       where e.account = $1 and ($2::uuid[] is null or e.party_id = any($2)) and ($3::text[] is null or e.match_key = any($3))
         and ($4::text[] is null or e.currency = any($4))) as line
     group by 1, 2, 3, 4) as journal`;

function view({ id, rule, effective_at, recorded_at, lines }: Row): StatementView {
  return {
    journal_id: id,
    rule,
    effective_at: new Date(effective_at).toISOString(),
    recorded_at: new Date(recorded_at).toISOString(),
    lines: lines.map(({ party_id, match_key, dim, currency, minor, balance }) => ({
      ...amount(minor, currency),
      balance: amount(balance, currency).amount,
      party_id,
      match_key,
      dim,
    })),
  };
}
