import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Batch } from './knowledge.service.js';
import type { MoneyTold } from './on-journal-posted.js';

/** Keeps what the books told about money, once a journal, with its sums by day. */
@Injectable()
export class MoneyFacts {
  constructor(private readonly database: Database) {}

  /** One statement for any number of facts; those heard before are passed over. */
  async record(told: readonly MoneyTold[], { recordedAt }: Batch): Promise<void> {
    if (told.length > 0) await this.database.query(WRITE, [JSON.stringify(told), recordedAt]);
  }
}

const NAMES = `id, journal_id, account, currency, kind, minor, weight, rule, posting_key, fact_provider, fact_kind, fact_id,
  effective_at, reverses, cause_event, correlation_id`;

/** A day's sum of money facts, over any source of rows with their columns. */
export const MONEY_DAILY_OF = `
  select (effective_at at time zone 'UTC')::date as day, currency, kind, sum(minor)::bigint as minor, sum(weight)::int as facts`;

const WRITE = `
  with added as (
    insert into analytics_money_fact (${NAMES}, recorded_at)
    select ${NAMES}, $2::timestamptz
      from jsonb_to_recordset($1::jsonb) as row(id uuid, journal_id uuid, account text, currency text, kind text, minor bigint,
        weight smallint, rule text, posting_key text, fact_provider text, fact_kind text, fact_id text, effective_at timestamptz,
        reverses uuid, cause_event text, correlation_id uuid)
    on conflict do nothing
    returning *)
  insert into analytics_money_daily as daily (day, currency, kind, minor, facts)
  ${MONEY_DAILY_OF} from added group by 1, 2, 3
  on conflict (day, currency, kind) do update
    set minor = daily.minor + excluded.minor, facts = daily.facts + excluded.facts`;
