import { OptionalProps, defineEntity, p } from '@mikro-orm/core';
import { Money } from '../../../kernel/money.js';
import {
  CaptureExceedsHold,
  NothingHeld,
  PaymentNotCancellable,
  PaymentNotRefundable,
  PaymentSettlesInvoice,
  RefundExceedsPayment,
} from './payment.errors.js';

/** As the provider has them; `failed` is ours: the last try was declined. */
export type PaymentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'requires_capture'
  | 'processing'
  | 'succeeded'
  | 'failed'
  | 'canceled';

/** Waiting for a method, for the customer, or for us: nothing has moved, so it can be given up. */
const OPEN: readonly PaymentStatus[] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'requires_capture',
];

const PaymentSchema = defineEntity({
  name: 'Payment',
  tableName: 'billing_payment',
  indexes: [{ properties: ['createdAt', 'id'], name: 'billing_payment_created_at_id_index' }],
  properties: {
    id: p.uuid().primary(),
    providerId: p.text().unique('billing_payment_provider_id_unique').nullable(),
    customerId: p.uuid().nullable().index('billing_payment_customer_id_index'),
    kind: p.text().$type<'one_time' | 'invoice' | 'foreign'>(),
    status: p.text().$type<PaymentStatus>(),
    minor: p.bigint('number').check('minor >= 0'),
    /** Held on the card and not captured yet. */
    capturableMinor: p.bigint('number').default(0),
    capturedMinor: p.bigint('number').default(0),
    refundedMinor: p.bigint('number').default(0),
    currency: p.text(),
    description: p.text().nullable(),
    method: p.json<{ type: string; brand?: string; last4?: string } | null>().nullable(),
    failureCode: p.text().nullable(),
    declineCode: p.text().nullable(),
    /** As the provider says it; `automatic`: what was held was not captured in time. */
    cancellationReason: p.text().nullable(),
    livemode: p.boolean(),
    metadata: p.json<Record<string, string>>().defaultRaw(`'{}'::jsonb`),
    createdAt: p.datetime(),
    /** Until when what is held can be captured, where the provider says so. */
    captureBefore: p.datetime().nullable(),
    capturedAt: p.datetime().nullable(),
  },
  checks: [
    {
      name: 'billing_payment_refunded_minor_check',
      expression: 'refunded_minor >= 0 and refunded_minor <= captured_minor',
      property: 'refundedMinor',
    },
  ],
});

/** Money asked of a customer once, with everything captured and given back. Refunded is an amount, not a state. */
export class Payment extends PaymentSchema.class {
  [OptionalProps]?: 'amount' | 'capturable' | 'capturableMinor' | 'capturedMinor' | 'refundedMinor' | 'metadata';

  get amount(): Money {
    return Money.of(this.minor, this.currency);
  }

  get capturable(): Money {
    return Money.of(this.capturableMinor, this.currency);
  }

  /** @throws NothingHeld, CaptureExceedsHold */
  mustBeCapturable(asked: Money | undefined): void {
    if (this.status !== 'requires_capture') throw new NothingHeld(this.id, this.status);
    if (asked?.exceeds(this.capturable)) throw new CaptureExceedsHold(asked, this.capturable);
  }

  /** @throws PaymentNotCancellable, PaymentSettlesInvoice */
  mustBeCancellable(): void {
    if (!OPEN.includes(this.status)) throw new PaymentNotCancellable(this.id, this.status);
    if (this.kind === 'invoice') throw new PaymentSettlesInvoice(this.id, this.status);
  }

  /** What may still be given back. `reserved` are refunds asked for and not yet known at the provider. */
  refundable(reserved: Money): Money {
    return Money.of(this.capturedMinor - this.refundedMinor, this.currency).minus(reserved);
  }

  /** The amount to refund: the whole rest unless less is asked. @throws PaymentNotRefundable, RefundExceedsPayment */
  refundOf(asked: Money | undefined, reserved: Money): Money {
    const refundable = this.refundable(reserved);
    if (refundable.minor <= 0) throw new PaymentNotRefundable(this.status, refundable);
    if (asked?.exceeds(refundable)) throw new RefundExceedsPayment(asked, refundable);
    return asked ?? refundable;
  }
}

PaymentSchema.setClass(Payment);

const ChargeSchema = defineEntity({
  name: 'Charge',
  tableName: 'billing_charge',
  properties: {
    providerId: p.text().primary(),
    paymentId: p.uuid().index('billing_charge_payment_id_index'),
    status: p.text(),
    minor: p.bigint('number'),
    capturedMinor: p.bigint('number'),
    refundedMinor: p.bigint('number'),
    currency: p.text(),
    balanceTransaction: p.text().nullable(),
    failureCode: p.text().nullable(),
    createdAt: p.datetime(),
  },
});

/** One try at the customer's card. */
export class Charge extends ChargeSchema.class {}

ChargeSchema.setClass(Charge);

export type RefundStatus =
  'awaiting_approval' | 'requested' | 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled' | 'declined';

const RefundSchema = defineEntity({
  name: 'Refund',
  tableName: 'billing_refund',
  indexes: [{ properties: ['createdAt', 'id'], name: 'billing_refund_created_at_id_index' }],
  properties: {
    id: p.uuid().primary(),
    providerId: p.text().unique('billing_refund_provider_id_unique').nullable(),
    paymentId: p.uuid().index('billing_refund_payment_id_index'),
    status: p.text().$type<RefundStatus>(),
    minor: p.bigint('number').check('minor > 0'),
    currency: p.text(),
    reason: p.text().nullable(),
    failureReason: p.text().nullable(),
    balanceTransaction: p.text().nullable(),
    createdAt: p.datetime(),
  },
});

/** Part of a payment given back. `awaiting_approval` is a state from the start; every refund is automatic until a policy says otherwise. */
export class Refund extends RefundSchema.class {
  [OptionalProps]?: 'amount';

  get amount(): Money {
    return Money.of(this.minor, this.currency);
  }
}

RefundSchema.setClass(Refund);
