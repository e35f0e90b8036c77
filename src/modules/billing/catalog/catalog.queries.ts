import type { Sql } from '../../../platform/database/database.js';
import { upserter } from '../mirror/upsert.js';

export interface ProductRow {
  id: string;
  provider_id: string;
  name: string;
  description: string | null;
  active: boolean;
  is_foreign: boolean;
  metadata: object;
  created_at: Date;
  deleted_at: Date | null;
}

export const writeProducts = upserter<ProductRow>(
  'billing_product',
  {
    id: 'uuid',
    provider_id: 'text',
    name: 'text',
    description: 'text',
    active: 'boolean',
    is_foreign: 'boolean',
    metadata: 'jsonb',
    created_at: 'timestamptz',
    deleted_at: 'timestamptz',
  },
  'id',
);

export interface PriceRow {
  id: string;
  provider_id: string;
  product_provider_id: string;
  currency: string;
  unit_amount: string | null;
  interval: string | null;
  interval_count: number | null;
  usage_type: string | null;
  lookup_key: string | null;
  active: boolean;
  is_foreign: boolean;
  metadata: object;
  created_at: Date;
}

export const writePrices = upserter<PriceRow>(
  'billing_price',
  {
    id: 'uuid',
    provider_id: 'text',
    product_provider_id: 'text',
    currency: 'text',
    unit_amount: 'text',
    interval: 'text',
    interval_count: 'int',
    usage_type: 'text',
    lookup_key: 'text',
    active: 'boolean',
    is_foreign: 'boolean',
    metadata: 'jsonb',
    created_at: 'timestamptz',
  },
  'id',
);

/** Names of products by the provider's id. */
export async function planNames(sql: Sql, providerIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ provider_id: string; name: string }>(
    `select provider_id, name from billing_product where provider_id = any($1::text[])`,
    [[...new Set(providerIds)]],
  );
  return new Map(rows.map(({ provider_id, name }) => [provider_id, name]));
}
