import { upserter } from '../mirror/upsert.js';

export interface PaymentRow {
  id: string;
  provider_id: string;
  customer_id: string | null;
  kind: 'one_time' | 'invoice' | 'foreign';
  status: string;
  minor: number;
  capturable_minor: number;
  captured_minor: number;
  refunded_minor: number;
  currency: string;
  description: string | null;
  method: object | null;
  failure_code: string | null;
  decline_code: string | null;
  cancellation_reason: string | null;
  livemode: boolean;
  metadata: object;
  created_at: Date;
  capture_before: Date | null;
  captured_at: Date | null;
}

export const writePayments = upserter<PaymentRow>(
  'billing_payment',
  {
    id: 'uuid',
    provider_id: 'text',
    customer_id: 'uuid',
    kind: 'text',
    status: 'text',
    minor: 'bigint',
    capturable_minor: 'bigint',
    captured_minor: 'bigint',
    refunded_minor: 'bigint',
    currency: 'text',
    description: 'text',
    method: 'jsonb',
    failure_code: 'text',
    decline_code: 'text',
    cancellation_reason: 'text',
    livemode: 'boolean',
    metadata: 'jsonb',
    created_at: 'timestamptz',
    capture_before: 'timestamptz',
    captured_at: 'timestamptz',
  },
  'id',
);

export interface ChargeRow {
  provider_id: string;
  payment_id: string;
  status: string;
  minor: number;
  captured_minor: number;
  refunded_minor: number;
  currency: string;
  balance_transaction: string | null;
  failure_code: string | null;
  created_at: Date;
}

export const writeCharges = upserter<ChargeRow>(
  'billing_charge',
  {
    provider_id: 'text',
    payment_id: 'uuid',
    status: 'text',
    minor: 'bigint',
    captured_minor: 'bigint',
    refunded_minor: 'bigint',
    currency: 'text',
    balance_transaction: 'text',
    failure_code: 'text',
    created_at: 'timestamptz',
  },
  'provider_id',
);

export interface RefundRow {
  id: string;
  provider_id: string;
  payment_id: string;
  status: string;
  minor: number;
  currency: string;
  reason: string | null;
  failure_reason: string | null;
  balance_transaction: string | null;
  created_at: Date;
}

export const writeRefunds = upserter<RefundRow>(
  'billing_refund',
  {
    id: 'uuid',
    provider_id: 'text',
    payment_id: 'uuid',
    status: 'text',
    minor: 'bigint',
    currency: 'text',
    reason: 'text',
    failure_reason: 'text',
    balance_transaction: 'text',
    created_at: 'timestamptz',
  },
  'id',
);
