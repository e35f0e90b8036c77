import { Money } from '../../../kernel/money.js';
import { withoutOurs } from '../payments/payment.views.js';
import type { PriceRow, ProductRow } from './catalog.queries.js';

export interface PriceRead extends PriceRow {
  product_id: string;
}

export type ProductView = ReturnType<typeof productView>;
export type PriceView = ReturnType<typeof priceView>;

export function productView(row: ProductRow) {
  return {
    id: row.id,
    product_id: row.id,
    name: row.name,
    description: row.description,
    active: row.active,
    foreign: row.is_foreign,
    provider: 'stripe',
    provider_id: row.provider_id,
    metadata: withoutOurs(row.metadata as Record<string, string>),
    created_at: new Date(row.created_at).toISOString(),
  };
}

/** `unit_amount` is in major units; null where it has more digits than the currency, which `unit_amount_decimal` (minor units) shows. */
export function priceView(row: PriceRead) {
  const whole = row.unit_amount !== null && /^\d+$/.test(row.unit_amount);
  return {
    id: row.id,
    price_id: row.id,
    product_id: row.product_id,
    amount: whole ? Money.of(Number(row.unit_amount), row.currency).major : null,
    unit_amount_decimal: row.unit_amount,
    currency: row.currency,
    interval: row.interval,
    interval_count: row.interval_count,
    usage_type: row.usage_type,
    lookup_key: row.lookup_key,
    active: row.active,
    foreign: row.is_foreign,
    provider: 'stripe',
    provider_id: row.provider_id,
    metadata: withoutOurs(row.metadata as Record<string, string>),
    created_at: new Date(row.created_at).toISOString(),
  };
}
