import type { DomainEvent } from '../../../kernel/domain-event.js';
import type {
  PaymentAuthorized,
  PaymentCanceled,
  PaymentCaptured,
  PaymentFailed,
  RefundFailed,
  RefundIssued,
} from '../billing.events.js';
import { holdsEmail } from '../erasure/personal-fields.js';
import type { PaymentRow, RefundRow } from './payment-rows.js';
import type { PaymentProjection } from './payment-projection.js';

/** A payment as it stood before a fold. */
export interface Standing {
  readonly status: string;
  readonly capturableMinor: number;
  readonly capturedMinor: number;
  readonly refunds: ReadonlyMap<string, string>;
}

/** What listeners are told of the difference between the payment as it stood and as it stands. */
export function newsOf(before: Standing | undefined, projection: PaymentProjection): DomainEvent[] {
  const { payment, refunds } = projection;
  return [
    ...newsOfMoney(before, projection),
    ...refunds.flatMap((refund) => newsOfRefund(before?.refunds.get(refund.id), refund, payment)),
  ];
}

function newsOfMoney(before: Standing | undefined, projection: PaymentProjection): DomainEvent[] {
  const { payment } = projection;
  const news: DomainEvent[] = [];
  const becomes = (status: string): boolean => payment.status === status && before?.status !== status;
  if (payment.capturable_minor > (before?.capturableMinor ?? 0)) news.push(paymentAuthorized(projection));
  if (payment.captured_minor > (before?.capturedMinor ?? 0)) news.push(paymentCaptured(payment));
  if (becomes('failed')) news.push(paymentFailed(payment));
  if (becomes('canceled')) news.push(paymentCanceled(projection));
  return news;
}

function newsOfRefund(was: string | undefined, refund: RefundRow, payment: PaymentRow): DomainEvent[] {
  const news: DomainEvent[] = [];
  if (isUnderWay(refund.status) && !isUnderWay(was)) news.push(refundIssued(refund, payment));
  if (refund.status === 'failed' && was !== 'failed') news.push(refundFailed(refund));
  return news;
}

/** At the provider and not undone: `requested` is only ours. */
function isUnderWay(status: string | undefined): boolean {
  return status === 'pending' || status === 'requires_action' || status === 'succeeded';
}

function paymentAuthorized({ payment, charges }: PaymentProjection): PaymentAuthorized {
  const { id, customer_id, capturable_minor, currency, capture_before } = payment;
  return {
    type: 'billing.payment.authorized',
    subject: `payment:${id}`,
    occurredAt: charges.at(-1)?.created_at ?? payment.created_at,
    data: {
      ...{ paymentId: id, customerId: customer_id, minor: capturable_minor, currency },
      captureBefore: capture_before?.toISOString() ?? null,
    },
  };
}

function paymentCanceled({ payment, canceledAt }: PaymentProjection): PaymentCanceled {
  const { id, customer_id, minor, currency, cancellation_reason, created_at } = payment;
  return {
    type: 'billing.payment.canceled',
    subject: `payment:${id}`,
    occurredAt: canceledAt ?? created_at,
    data: { paymentId: id, customerId: customer_id, minor, currency, reason: cancellation_reason },
  };
}

/** An event is kept for ever and goes to others: whom a payment is from is no part of it, also where it was written as what it is for. */
function paymentCaptured({
  id,
  customer_id,
  captured_minor,
  currency,
  description,
  captured_at,
  created_at,
}: PaymentRow): PaymentCaptured {
  return {
    type: 'billing.payment.captured',
    subject: `payment:${id}`,
    occurredAt: captured_at ?? created_at,
    data: {
      ...{ paymentId: id, customerId: customer_id, minor: captured_minor, currency },
      description: holdsEmail(description) ? null : description,
    },
  };
}

function paymentFailed({
  id,
  customer_id,
  minor,
  currency,
  decline_code,
  failure_code,
  created_at,
}: PaymentRow): PaymentFailed {
  return {
    type: 'billing.payment.failed',
    subject: `payment:${id}`,
    occurredAt: created_at,
    data: { paymentId: id, customerId: customer_id, minor, currency, declineCode: decline_code ?? failure_code },
  };
}

function refundIssued({ id, payment_id, minor, currency, created_at }: RefundRow, payment: PaymentRow): RefundIssued {
  return {
    type: 'billing.refund.issued',
    subject: `payment:${payment_id}`,
    occurredAt: created_at,
    data: { refundId: id, paymentId: payment_id, customerId: payment.customer_id, minor, currency },
  };
}

function refundFailed({ id, payment_id, minor, currency, failure_reason, created_at }: RefundRow): RefundFailed {
  return {
    type: 'billing.refund.failed',
    subject: `payment:${payment_id}`,
    occurredAt: created_at,
    data: { refundId: id, paymentId: payment_id, minor, currency, reason: failure_reason },
  };
}
