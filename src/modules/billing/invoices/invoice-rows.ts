import { upserter } from '../mirror/upsert.js';

export interface InvoiceRow {
  id: string;
  provider_id: string;
  customer_id: string;
  subscription_provider_id: string | null;
  number: string | null;
  status: string;
  reason: string | null;
  currency: string;
  subtotal_minor: number;
  tax_minor: number;
  total_minor: number;
  due_minor: number;
  paid_minor: number;
  remaining_minor: number;
  attempts: number;
  next_attempt_at: Date | null;
  due_at: Date | null;
  finalized_at: Date | null;
  paid_at: Date | null;
  voided_at: Date | null;
  hosted_url: string | null;
  is_foreign: boolean;
  livemode: boolean;
  created_at: Date;
}

export const writeInvoices = upserter<InvoiceRow>(
  'billing_invoice',
  {
    id: 'uuid',
    provider_id: 'text',
    customer_id: 'uuid',
    subscription_provider_id: 'text',
    number: 'text',
    status: 'text',
    reason: 'text',
    currency: 'text',
    subtotal_minor: 'bigint',
    tax_minor: 'bigint',
    total_minor: 'bigint',
    due_minor: 'bigint',
    paid_minor: 'bigint',
    remaining_minor: 'bigint',
    attempts: 'int',
    next_attempt_at: 'timestamptz',
    due_at: 'timestamptz',
    finalized_at: 'timestamptz',
    paid_at: 'timestamptz',
    voided_at: 'timestamptz',
    hosted_url: 'text',
    is_foreign: 'boolean',
    livemode: 'boolean',
    created_at: 'timestamptz',
  },
  'id',
);

export interface InvoiceLineRow {
  invoice_id: string;
  provider_id: string;
  position: number;
  kind: 'subscription' | 'proration' | 'usage' | 'one_time';
  description: string | null;
  price_id: string | null;
  product_id: string | null;
  subscription_item: string | null;
  quantity: number | null;
  minor: number;
  net_minor: number;
  taxes: { rate: string; minor: number }[];
  currency: string;
  starts_at: Date;
  ends_at: Date;
}

export const writeInvoiceLines = upserter<InvoiceLineRow>(
  'billing_invoice_line',
  {
    invoice_id: 'uuid',
    provider_id: 'text',
    position: 'int',
    kind: 'text',
    description: 'text',
    price_id: 'text',
    product_id: 'text',
    subscription_item: 'text',
    quantity: 'int',
    minor: 'bigint',
    net_minor: 'bigint',
    taxes: 'jsonb',
    currency: 'text',
    starts_at: 'timestamptz',
    ends_at: 'timestamptz',
  },
  'invoice_id, provider_id',
);

export interface InvoicePaymentRow {
  provider_id: string;
  invoice_id: string;
  payment_provider_id: string | null;
  status: string;
  minor: number;
  currency: string;
  paid_at: Date | null;
}

export const writeInvoicePayments = upserter<InvoicePaymentRow>(
  'billing_invoice_payment',
  {
    provider_id: 'text',
    invoice_id: 'uuid',
    payment_provider_id: 'text',
    status: 'text',
    minor: 'bigint',
    currency: 'text',
    paid_at: 'timestamptz',
  },
  'provider_id',
);
