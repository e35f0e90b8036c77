import { Money } from '../../kernel/money.js';
import type { Sql } from '../../platform/database/database.js';
import { major } from './printed.js';
import type { FeedKind, FeedLine } from './screen.js';

const LINES = 50;

interface Row {
  id: string;
  at: string;
  kind: FeedKind;
  minor: string | null;
  currency: string | null;
  customer_id: string | null;
  object_kind: FeedLine['object']['kind'];
  object_id: string;
  detail: string | null;
  journal_id: string | null;
}

/** What happened last, newest first: money, customers, and changes of recurring value that still stand. */
export async function recentFeed(sql: Sql, before: Date, policyVersion: number): Promise<FeedLine[]> {
  const rows = await sql.query<Row>(FEED, [before, policyVersion]);
  return rows.map((row) => ({
    id: `${row.kind}:${row.id}`,
    at: new Date(row.at).toISOString(),
    kind: row.kind,
    amount: amountOf(row),
    currency: row.currency,
    customer_id: row.customer_id,
    object: { kind: row.object_kind, id: row.object_id },
    detail: row.detail,
    explain: explainOf(row),
  }));
}

function amountOf({ minor, currency, object_kind: object }: Row): number | null {
  if (minor === null || currency === null) return null;
  return object === 'subscription' ? major(Number(minor) / 12, currency) : Money.of(Number(minor), currency).major;
}

function explainOf({ id, object_kind: object, journal_id: journal }: Row): string | null {
  if (object === 'subscription') return `/api/v1/analytics/movements/${id}`;
  return journal === null ? null : `/api/v1/ledger/journals/${journal}/explain`;
}

const NEWEST = `limit ${LINES}`;

// Four short walks down an index, then the newest of what they found.
const FEED = `
  select * from (
    (select p.payment_id as id, decided_at as at, case state when 'succeeded' then 'payment_captured' else 'payment_' || state end as kind,
            minor::text as minor, currency, customer_id, 'payment' as object_kind, p.payment_id::text as object_id,
            decline_code as detail, null::uuid as journal_id
       from analytics_payment p where decided_at < $1 order by decided_at desc ${NEWEST})
    union all
    (select id, effective_at, 'refund', (-minor)::text, currency, null, 'refund', fact_id, null, journal_id
       from analytics_money_fact f
      where kind = 'refunded' and weight = 1 and effective_at < $1
        and not exists (select from analytics_money_fact r where r.reverses = f.journal_id and r.account = f.account)
      order by effective_at desc ${NEWEST})
    union all
    (select customer_id, registered_at, 'customer_registered', null, null, customer_id, 'customer', customer_id::text, null, null
       from analytics_customer where registered_at < $1 order by registered_at desc ${NEWEST})
    union all
    (select id, effective_at, kind, delta_minor::text, currency, customer_id, 'subscription', subscription_id::text, reason, null
       from analytics_mrr_movement m
      where policy_version = $2 and kind not in ('move', 'commitment') and reverses is null and effective_at < $1
        and not exists (select from analytics_mrr_movement r where r.reverses = m.id)
      order by effective_at desc ${NEWEST})
  ) as line order by at desc, id desc ${NEWEST}`;
