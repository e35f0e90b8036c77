import type { Sql } from '../../../platform/database/database.js';
import { inserter } from '../../../platform/database/set-based.js';
import { upserter } from '../mirror/upsert.js';
import type { SubscriptionState } from './subscription-state.js';
import type { VersionRow } from './subscription-versions.js';

export interface SubscriptionRow {
  id: string;
  provider_id: string;
  customer_id: string;
  status: string;
  currency: string;
  arr_minor: number;
  cancel_at: string | null;
  pause: string | null;
  trial_ends_at: string | null;
  period_starts_at: string | null;
  period_ends_at: string | null;
  ended_at: string | null;
  livemode: boolean;
  metadata: object;
  chain: { at: string; state: SubscriptionState; broken: boolean };
  created_at: Date;
}

export const writeSubscriptions = upserter<SubscriptionRow>(
  'billing_subscription',
  {
    id: 'uuid',
    provider_id: 'text',
    customer_id: 'uuid',
    status: 'text',
    currency: 'text',
    arr_minor: 'bigint',
    cancel_at: 'timestamptz',
    pause: 'text',
    trial_ends_at: 'timestamptz',
    period_starts_at: 'timestamptz',
    period_ends_at: 'timestamptz',
    ended_at: 'timestamptz',
    livemode: 'boolean',
    metadata: 'jsonb',
    chain: 'jsonb',
    created_at: 'timestamptz',
  },
  'id',
);

/** What is known of subscriptions before a fold, by the provider's id. */
export interface Known {
  readonly id: string;
  readonly chain: SubscriptionRow['chain'];
  readonly versions: readonly VersionRow[];
}

export async function knownSubscriptions(sql: Sql, providerIds: readonly string[]): Promise<Map<string, Known>> {
  const rows = await sql.query<{
    provider_id: string;
    id: string;
    chain: Known['chain'];
    versions: VersionRow[] | null;
  }>(
    `select s.provider_id, s.id, s.chain,
            (select jsonb_agg(to_jsonb(v) order by v.seq) from billing_subscription_version v
             where v.subscription_id = s.id and v.superseded_at is null) as versions
     from billing_subscription s where s.provider_id = any($1::text[])`,
    [providerIds],
  );
  return new Map(
    rows.map(({ provider_id, id, chain, versions }) => [provider_id, { id, chain, versions: versions ?? [] }]),
  );
}

/** Sets aside the versions of each subscription from a place on: later knowledge replaces them. */
export async function supersede(sql: Sql, tails: readonly { subscription_id: string; from: number }[]): Promise<void> {
  if (tails.length === 0) return;
  await sql.query(
    `update billing_subscription_version v set superseded_at = clock_timestamp()
     from jsonb_to_recordset($1::jsonb) as tail(subscription_id uuid, "from" int)
     where v.subscription_id = tail.subscription_id and v.seq >= tail."from" and v.superseded_at is null`,
    [JSON.stringify(tails)],
  );
}

export const insertVersions = inserter<VersionRow>(
  'billing_subscription_version',
  {
    id: 'uuid',
    subscription_id: 'uuid',
    seq: 'int',
    starts_at: 'timestamptz',
    state: 'jsonb',
    arr_minor: 'bigint',
    inbox_event: 'uuid',
    provider_event: 'text',
  },
  // The same version believed again after it had been set aside.
  'on conflict (id) do update set superseded_at = null, recorded_at = clock_timestamp()',
);
