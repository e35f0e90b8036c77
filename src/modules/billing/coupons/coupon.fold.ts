import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import {
  Inbox,
  inOrder,
  objectKey,
  type Claim,
  type Fold,
  type FoldOutcome,
  type InboxEvent,
} from '../../webhooks/index.js';
import { doneUnlessWaiting } from '../mirror/outcomes.js';
import { idOf, instant, type Reference, type StripeObject } from '../mirror/stripe-objects.js';
import { subscriptionsWith, writeCoupons, writeDiscounts, type CouponRow, type DiscountRow } from './coupon.queries.js';

interface CouponObject extends StripeObject {
  readonly name: string | null;
  readonly percent_off: number | null;
  readonly amount_off: number | null;
  readonly currency: string | null;
  readonly currency_options?: Readonly<Record<string, { readonly amount_off: number }>>;
  readonly duration: string;
  readonly applies_to?: { readonly products: readonly string[] };
}

interface DiscountObject {
  readonly id: string;
  readonly source: { readonly coupon: Reference };
  readonly start: number;
  readonly subscription: string | null;
}

/** Coupons and discounts. A subscription that has one is folded again: it is worth something else with it. */
@Injectable()
export class CouponFold implements Fold {
  readonly provider = 'stripe';
  readonly objects = ['coupon', 'discount'];

  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
  ) {}

  async fold(claims: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>> {
    const histories = await this.inbox.histories(claims.map(({ objectKey: key }) => key));
    const last = claims.flatMap(
      ({ objectKey: key, pending }) => inOrder([...(histories.get(key) ?? []), ...pending]).at(-1) ?? [],
    );
    const of = (object: string): InboxEvent[] => last.filter(({ body }) => body.data.object.object === object);
    const coupons = of('coupon').map(couponRow);
    const discounts = of('discount').map(discountRow);
    await writeCoupons(this.database, coupons);
    await writeDiscounts(this.database, discounts);
    const reduced = await subscriptionsWith(this.database, [
      ...coupons.map((coupon) => coupon.provider_id),
      ...discounts.map((discount) => discount.coupon_provider_id),
    ]);
    await this.inbox.refold(...reduced.map((id) => objectKey('subscription', id)));
    return doneUnlessWaiting(claims, new Map());
  }
}

function couponRow({ body }: InboxEvent): CouponRow {
  const coupon = body.data.object as unknown as CouponObject;
  const options = Object.entries(coupon.currency_options ?? {}).map(([currency, one]) => [currency, one.amount_off]);
  const own = coupon.amount_off === null || coupon.currency === null ? [] : [[coupon.currency, coupon.amount_off]];
  return {
    provider_id: coupon.id,
    name: coupon.name,
    percent_off: coupon.percent_off === null ? null : String(coupon.percent_off),
    amounts_off: Object.fromEntries([...options, ...own]) as Record<string, number>,
    duration: coupon.duration,
    products: coupon.applies_to?.products ?? null,
    created_at: instant(coupon.created),
  };
}

function discountRow({ body }: InboxEvent): DiscountRow {
  const { id, source, subscription, start } = body.data.object as unknown as DiscountObject;
  return {
    provider_id: id,
    coupon_provider_id: idOf(source.coupon) ?? '',
    subscription_provider_id: subscription,
    starts_at: instant(start),
  };
}
