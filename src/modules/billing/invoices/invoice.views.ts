import { Money } from '../../../kernel/money.js';

export interface InvoiceRead {
  id: string;
  provider_id: string;
  customer_id: string;
  subscription_id: string | null;
  number: string | null;
  status: string;
  reason: string | null;
  currency: string;
  subtotal_minor: string;
  tax_minor: string;
  total_minor: string;
  due_minor: string;
  paid_minor: string;
  remaining_minor: string;
  attempts: number;
  next_attempt_at: string | null;
  due_at: string | null;
  finalized_at: string | null;
  paid_at: string | null;
  voided_at: string | null;
  hosted_url: string | null;
  is_foreign: boolean;
  livemode: boolean;
  created_at: string;
  lines: InvoiceLineRead[] | null;
  payments: { payment_id: string | null; status: string; minor: number }[] | null;
}

export interface InvoiceLineRead {
  kind: string;
  description: string | null;
  quantity: number | null;
  minor: number;
  net_minor: number;
  starts_at: string;
  ends_at: string;
  product_id: string | null;
  price_id: string | null;
}

export type InvoiceView = ReturnType<typeof invoiceView>;

/** An invoice on the wire: amounts in major units, `lines` and `payments` where one invoice is asked for. */
export function invoiceView(row: InvoiceRead) {
  const major = (minor: string | number): number => Money.of(Number(minor), row.currency).major;
  return {
    invoice_id: row.id,
    id: row.id,
    number: row.number,
    status: row.status,
    reason: row.reason,
    customer_id: row.customer_id,
    subscription_id: row.subscription_id,
    currency: row.currency,
    subtotal: major(row.subtotal_minor),
    tax: major(row.tax_minor),
    total: major(row.total_minor),
    amount_due: major(row.due_minor),
    amount_paid: major(row.paid_minor),
    amount_remaining: major(row.remaining_minor),
    attempts: row.attempts,
    next_attempt_at: iso(row.next_attempt_at),
    due_at: iso(row.due_at),
    finalized_at: iso(row.finalized_at),
    paid_at: iso(row.paid_at),
    voided_at: iso(row.voided_at),
    ...(row.lines ? { lines: row.lines.map((line) => lineView(line, major)) } : {}),
    ...(row.payments
      ? {
          payments: row.payments.map(({ payment_id, status, minor }) => ({ payment_id, status, amount: major(minor) })),
        }
      : {}),
    hosted_url: row.hosted_url,
    provider: 'stripe',
    provider_id: row.provider_id,
    foreign: row.is_foreign,
    livemode: row.livemode,
    created_at: iso(row.created_at),
  };
}

function lineView(line: InvoiceLineRead, major: (minor: number) => number) {
  return {
    kind: line.kind,
    description: line.description,
    quantity: line.quantity,
    amount: major(line.minor),
    net: major(line.net_minor),
    starts_at: iso(line.starts_at),
    ends_at: iso(line.ends_at),
    product_provider_id: line.product_id,
    price_provider_id: line.price_id,
  };
}

function iso(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
