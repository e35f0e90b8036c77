import type { Stripe } from 'stripe';
import type { Sql } from '../../../src/platform/database/database.js';

/** What was booked and stands, against what the provider made: its own objects, in which the engine has no part. */
export interface Counted {
  readonly charges: number;
  readonly refunds: number;
  readonly transactions: number;
}

export async function made(stripe: Stripe): Promise<Counted> {
  const charges = (await all(stripe, 'charges')).filter(
    ({ status, captured }) => status === 'succeeded' && captured,
  ).length;
  // What was only held and is let go shows as a refund, too, and moves nothing.
  const refunds = (await all(stripe, 'refunds')).filter(({ balance_transaction: moved }) => moved).length;
  const transactions = (await all(stripe, 'balanceTransactions')).length;
  return { charges, refunds, transactions };
}

export async function booked(sql: Sql): Promise<Counted> {
  const rows = await sql.query<{ rule: string; n: string }>(BOOKED);
  const found = Object.fromEntries(rows.map(({ rule, n }) => [rule, Number(n)]));
  return { charges: 0, refunds: 0, transactions: 0, ...found };
}

/** What is still to be delivered, folded, called, read or forgotten, and what was given up or set aside, by kind. */
export async function left(sql: Sql): Promise<Record<string, number>> {
  const [row] = await sql.query<Record<string, string>>(LEFT);
  return Object.fromEntries(Object.entries(row ?? {}).map(([what, count]) => [what, Number(count)]));
}

interface Listed {
  readonly status: string | null;
  readonly captured?: boolean;
  readonly balance_transaction?: unknown;
}

async function all(stripe: Stripe, what: 'charges' | 'refunds' | 'balanceTransactions'): Promise<Listed[]> {
  const found: Listed[] = [];
  for await (const one of stripe[what].list({ limit: 100 })) found.push(one);
  return found;
}

const BOOKED = `
  select case when rule like 'balance.%' then 'transactions' when rule = 'refund.sent' then 'refunds' else 'charges' end as rule,
         count(*)::text as n
  from ledger_journal j
  where (rule like 'balance.%' or rule in ('payment.received', 'refund.sent')) and reverses is null
    and not exists (select from ledger_journal r where r.reverses = j.id)
  group by 1`;

const LEFT = `
  select
    (select count(*) from stripe_sandbox.delivery where state = 'pending') as deliveries,
    (select count(*) from webhooks_inbox where status in ('pending', 'waiting')) as rows,
    (select count(*) from webhooks_refold) as refolds,
    (select count(*) from webhooks_refetch where done_at is null) as fetches,
    (select count(*) from billing_intent where state in ('planned', 'sent')) as calls,
    (select count(*) from billing_intent where state = 'unknown') as unknown,
    (select count(*) from webhooks_inbox where status = 'dead') as dead,
    (select count(*) from platform_parked_event) as parked,
    (select count(*) from customers_data_request where state = 'running') as erasures,
    (select count(*) from platform_consumer c
      where exists (select from platform_event e where (e.tx, e.seq) > (c.tx, c.seq))) as readers`;
