import { Money } from '../../../kernel/money.js';

export interface PaymentRead {
  id: string;
  provider_id: string | null;
  customer_id: string | null;
  kind: string;
  status: string;
  minor: string;
  capturable_minor: string;
  captured_minor: string;
  refunded_minor: string;
  currency: string;
  description: string | null;
  method: object | null;
  failure_code: string | null;
  decline_code: string | null;
  cancellation_reason: string | null;
  capture_before: string | null;
  livemode: boolean;
  metadata: Record<string, string>;
  created_at: string;
  fee_minor: string | null;
  net_minor: string | null;
  settlement_currency: string | null;
  invoice_id: string | null;
}

export type PaymentView = ReturnType<typeof paymentView>;

/**
 * A payment on the wire: amounts in major units. `amount_capturable` is held on the card until `capture_before`. Fee and net are in `settlement_currency`, known once the provider booked it.
 */
export function paymentView(row: PaymentRead) {
  const { id, currency, settlement_currency } = row;
  return {
    payment_id: id,
    id,
    status: row.status,
    kind: row.kind,
    amount: major(row.minor, currency),
    amount_capturable: major(row.capturable_minor, currency),
    amount_captured: major(row.captured_minor, currency),
    amount_refunded: major(row.refunded_minor, currency),
    currency,
    fee: settled(row.fee_minor, settlement_currency),
    net: settled(row.net_minor, settlement_currency),
    settlement_currency,
    description: row.description,
    customer_id: row.customer_id,
    invoice_id: row.invoice_id,
    method: row.method,
    failure_code: row.failure_code,
    decline_code: row.decline_code,
    cancellation_reason: row.cancellation_reason,
    capture_before: row.capture_before && new Date(row.capture_before).toISOString(),
    receipt_url: null,
    provider: 'stripe',
    provider_id: row.provider_id,
    livemode: row.livemode,
    metadata: withoutOurs(row.metadata),
    created_at: new Date(row.created_at).toISOString(),
  };
}

export interface RefundRead {
  id: string;
  provider_id: string | null;
  payment_id: string;
  status: string;
  minor: string;
  currency: string;
  reason: string | null;
  failure_reason: string | null;
  created_at: string;
  refundable_minor: string;
}

export type RefundView = ReturnType<typeof refundView>;

/** A refund on the wire; `refundable` is what is left of its payment. */
export function refundView(row: RefundRead) {
  return {
    id: row.id,
    refund_id: row.id,
    payment_id: row.payment_id,
    amount: major(row.minor, row.currency),
    currency: row.currency,
    status: row.status,
    refundable: major(row.refundable_minor, row.currency),
    reason: row.reason,
    failure_reason: row.failure_reason,
    provider: 'stripe',
    provider_id: row.provider_id,
    created_at: new Date(row.created_at).toISOString(),
  };
}

function major(minor: string, currency: string): number {
  return Money.of(Number(minor), currency).major;
}

function settled(minor: string | null, currency: string | null): number | null {
  return minor === null || currency === null ? null : major(minor, currency);
}

/** What the caller gave; our own marks at the provider are not theirs. */
export function withoutOurs(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !key.startsWith('re_')));
}
