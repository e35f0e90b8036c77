import { defineEntity, p } from '@mikro-orm/core';

const CouponSchema = defineEntity({
  name: 'Coupon',
  tableName: 'billing_coupon',
  properties: {
    providerId: p.text().primary(),
    name: p.text().nullable(),
    percentOff: p.text().nullable(),
    amountsOff: p.json<Record<string, number>>(),
    duration: p.text(),
    products: p.json<string[]>().nullable(),
    createdAt: p.datetime(),
  },
});

/** What reduces a price: a percentage, or an amount by currency. */
export class Coupon extends CouponSchema.class {}

CouponSchema.setClass(Coupon);

const DiscountSchema = defineEntity({
  name: 'Discount',
  tableName: 'billing_discount',
  properties: {
    providerId: p.text().primary(),
    couponProviderId: p.text().index('billing_discount_coupon_provider_id_index'),
    subscriptionProviderId: p.text().nullable(),
    startsAt: p.datetime(),
  },
});

/** A coupon once given. Whether a subscription still has it, the subscription says. */
export class Discount extends DiscountSchema.class {}

DiscountSchema.setClass(Discount);
