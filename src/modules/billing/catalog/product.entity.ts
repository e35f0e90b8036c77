import { defineEntity, p } from '@mikro-orm/core';

const ProductSchema = defineEntity({
  name: 'Product',
  tableName: 'billing_product',
  indexes: [{ properties: ['createdAt', 'id'], name: 'billing_product_created_at_id_index' }],
  properties: {
    id: p.uuid().primary(),
    providerId: p.text().unique('billing_product_provider_id_unique'),
    name: p.text(),
    description: p.text().nullable(),
    active: p.boolean(),
    /** Made in the provider's dashboard, not by us. */
    isForeign: p.boolean(),
    metadata: p.json<Record<string, string>>().defaultRaw(`'{}'::jsonb`),
    createdAt: p.datetime(),
    deletedAt: p.datetime().nullable(),
  },
});

/** What is sold. */
export class Product extends ProductSchema.class {}

ProductSchema.setClass(Product);

const PriceSchema = defineEntity({
  name: 'Price',
  tableName: 'billing_price',
  indexes: [{ properties: ['createdAt', 'id'], name: 'billing_price_created_at_id_index' }],
  properties: {
    id: p.uuid().primary(),
    providerId: p.text().unique('billing_price_provider_id_unique'),
    productProviderId: p.text().index('billing_price_product_provider_id_index'),
    currency: p.text(),
    /** Minor units as a decimal: prices below a minor unit exist. Absent where tiers decide. */
    unitAmount: p.text().nullable(),
    interval: p.text().nullable(),
    intervalCount: p.integer().nullable(),
    usageType: p.text().nullable(),
    lookupKey: p.text().nullable(),
    active: p.boolean(),
    isForeign: p.boolean(),
    metadata: p.json<Record<string, string>>().defaultRaw(`'{}'::jsonb`),
    createdAt: p.datetime(),
  },
});

/** How much a product costs, in one currency; never changed, only replaced by another. No interval: sold once. */
export class Price extends PriceSchema.class {}

PriceSchema.setClass(Price);
