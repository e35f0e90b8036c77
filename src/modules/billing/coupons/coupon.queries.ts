import type { Sql } from '../../../platform/database/database.js';
import { upserter } from '../mirror/upsert.js';
import type { Terms } from '../subscriptions/recurring-value.js';

export interface CouponRow {
  provider_id: string;
  name: string | null;
  percent_off: string | null;
  /** Minor units by currency. */
  amounts_off: Readonly<Record<string, number>>;
  duration: string;
  products: readonly string[] | null;
  created_at: Date;
}

export const writeCoupons = upserter<CouponRow>(
  'billing_coupon',
  {
    provider_id: 'text',
    name: 'text',
    percent_off: 'text',
    amounts_off: 'jsonb',
    duration: 'text',
    products: 'jsonb',
    created_at: 'timestamptz',
  },
  'provider_id',
);

export interface DiscountRow {
  provider_id: string;
  coupon_provider_id: string;
  subscription_provider_id: string | null;
  starts_at: Date;
}

export const writeDiscounts = upserter<DiscountRow>(
  'billing_discount',
  { provider_id: 'text', coupon_provider_id: 'text', subscription_provider_id: 'text', starts_at: 'timestamptz' },
  'provider_id',
);

/** The terms of those of these discounts that last for ever, by the provider's discount id. */
export async function lastingTerms(sql: Sql, discounts: readonly string[]): Promise<Map<string, Terms>> {
  if (discounts.length === 0) return new Map();
  const rows = await sql.query<Pick<CouponRow, 'percent_off' | 'amounts_off' | 'products'> & { id: string }>(
    `select d.provider_id as id, c.percent_off, c.amounts_off, c.products
     from billing_discount d join billing_coupon c on c.provider_id = d.coupon_provider_id
     where d.provider_id = any($1::text[]) and c.duration = 'forever'`,
    [discounts],
  );
  return new Map(
    rows.map(({ id, percent_off: percentOff, amounts_off: amountsOff, products }) => [
      id,
      { percentOff, amountsOff, products },
    ]),
  );
}

/** The subscriptions that have, or had, a discount of these coupons. The provider's ids, of both. */
export async function subscriptionsWith(sql: Sql, coupons: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select distinct subscription_provider_id as id from billing_discount
     where coupon_provider_id = any($1::text[]) and subscription_provider_id is not null`,
    [coupons],
  );
  return rows.map(({ id }) => id);
}
