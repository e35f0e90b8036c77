import { defineEntity, p } from '@mikro-orm/core';
import type { PolicySettings } from './policy.js';
import type { SubscriptionVersion } from './recurring-value.js';

const PolicySchema = defineEntity({
  name: 'MetricPolicy',
  tableName: 'analytics_policy',
  triggers: [{ name: 'append_only', timing: 'before', events: ['update', 'delete'], expression: 'see the migration' }],
  properties: {
    version: p.integer().primary().autoincrement(false),
    settings: p.json<PolicySettings>(),
    reason: p.text(),
    createdBy: p.text(),
    createdAt: p.datetime(),
  },
});

/** A version of what counts; never edited. */
export class MetricPolicy extends PolicySchema.class {}

PolicySchema.setClass(MetricPolicy);

const HeardSubscriptionSchema = defineEntity({
  name: 'HeardSubscription',
  tableName: 'analytics_subscription_fact',
  indexes: [{ properties: ['customerId'], name: 'analytics_subscription_fact_customer_id_index' }],
  properties: {
    subscriptionId: p.uuid().primary(),
    customerId: p.uuid(),
    toldSequence: p.integer(),
    causeEvent: p.uuid(),
    correlationId: p.uuid(),
    versions: p.json<SubscriptionVersion[]>(),
  },
});

/** A subscription's history in force, as it was last told. */
export class HeardSubscription extends HeardSubscriptionSchema.class {}

HeardSubscriptionSchema.setClass(HeardSubscription);

const HeardCustomerSchema = defineEntity({
  name: 'HeardCustomer',
  tableName: 'analytics_customer',
  indexes: [{ properties: ['registeredAt'], name: 'analytics_customer_registered_at_index' }],
  properties: {
    customerId: p.uuid().primary(),
    registeredAt: p.datetime().nullable(),
    firstPaidAt: p.datetime().nullable(),
  },
});

/** A customer on record: an id and two instants, nothing of the person. */
export class HeardCustomer extends HeardCustomerSchema.class {}

HeardCustomerSchema.setClass(HeardCustomer);

const HeardPaymentSchema = defineEntity({
  name: 'HeardPayment',
  tableName: 'analytics_payment',
  indexes: [{ properties: ['decidedAt'], name: 'analytics_payment_decided_at_index' }],
  properties: {
    paymentId: p.uuid().primary(),
    customerId: p.uuid().nullable(),
    state: p.text().check(`state in ('authorized', 'canceled', 'failed', 'succeeded')`),
    minor: p.bigint('number'),
    currency: p.string().length(3),
    declineCode: p.text().nullable(),
    decidedAt: p.datetime(),
  },
});

/** How a payment stands, its retries taken together: once it succeeded, it succeeded. */
export class HeardPayment extends HeardPaymentSchema.class {}

HeardPaymentSchema.setClass(HeardPayment);

const WatermarkSchema = defineEntity({
  name: 'Watermark',
  tableName: 'analytics_watermark',
  properties: {
    name: p.text().primary(),
    recordedAt: p.datetime(),
    recordedSeq: p.bigint('number'),
    batches: p.bigint('number'),
  },
});

/** Our state of knowledge: the last batch that was taken in, and the last movement's number. */
export class Watermark extends WatermarkSchema.class {}

WatermarkSchema.setClass(Watermark);
