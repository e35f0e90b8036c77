import type { Statement } from '../../ledger/index.js';
import { idOf, instant, instantOrNull, isForeign, ourId } from '../mirror/stripe-objects.js';
import type { InvoiceHistory, InvoiceObject, InvoicePaymentObject, LineObject } from './invoice-history.js';
import type { InvoiceLineRow, InvoicePaymentRow, InvoiceRow } from './invoice-rows.js';
import { invoiceStatements } from './invoice-statements.js';

/** What the engine says of an invoice: its rows and the lines of every fact of it. A pure function of its history. */
export interface InvoiceProjection {
  readonly invoice: InvoiceRow;
  readonly lines: readonly InvoiceLineRow[];
  readonly payments: readonly InvoicePaymentRow[];
  readonly statements: readonly Statement[];
}

export function project(
  { invoice, payments, isDeleted, cause }: InvoiceHistory,
  customerId: string,
  borrowers?: ReadonlySet<string>,
): InvoiceProjection | undefined {
  if (!invoice) return undefined;
  const row = { id: ourId(invoice, borrowers), ...invoiceRow(invoice, customerId, isDeleted) };
  const lines = invoice.lines.data.map((line, position) => lineRow(line, position, row.id));
  const paid = payments.map((payment) => paymentRow(payment, row.id));
  return {
    invoice: row,
    lines,
    payments: paid,
    statements: invoiceStatements({ invoice, row, lines, payments, cause: cause.id }),
  };
}

function invoiceRow(invoice: InvoiceObject, customerId: string, isDeleted: boolean): Omit<InvoiceRow, 'id'> {
  const { finalized_at, paid_at, voided_at } = invoice.status_transitions;
  return {
    provider_id: invoice.id,
    customer_id: customerId,
    subscription_provider_id: idOf(invoice.parent?.subscription_details?.subscription),
    number: invoice.number,
    status: isDeleted ? 'deleted' : (invoice.status ?? 'draft'),
    reason: invoice.billing_reason,
    currency: invoice.currency,
    subtotal_minor: invoice.subtotal,
    tax_minor: invoice.lines.data.flatMap(({ taxes }) => taxes ?? []).reduce((sum, { amount }) => sum + amount, 0),
    total_minor: invoice.total,
    due_minor: invoice.amount_due,
    paid_minor: invoice.amount_paid,
    remaining_minor: invoice.amount_remaining,
    attempts: invoice.attempt_count,
    next_attempt_at: instantOrNull(invoice.next_payment_attempt),
    due_at: instantOrNull(invoice.due_date),
    finalized_at: instantOrNull(finalized_at),
    paid_at: instantOrNull(paid_at),
    voided_at: instantOrNull(voided_at),
    hosted_url: invoice.hosted_invoice_url ?? null,
    is_foreign: isForeign(invoice) && isForeign(invoice.parent?.subscription_details ?? {}),
    livemode: invoice.livemode,
    created_at: instant(invoice.created),
  };
}

function lineRow(line: LineObject, position: number, invoiceId: string): InvoiceLineRow {
  const discounts = (line.discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
  const taxes = line.taxes ?? [];
  const inclusive = taxes
    .filter(({ tax_behavior }) => tax_behavior === 'inclusive')
    .reduce((sum, { amount }) => sum + amount, 0);
  return {
    invoice_id: invoiceId,
    provider_id: line.id,
    position,
    kind: kindOf(line),
    description: line.description,
    price_id: idOf(line.pricing?.price_details?.price),
    product_id: line.pricing?.price_details?.product ?? null,
    subscription_item: line.parent?.subscription_item_details?.subscription_item ?? null,
    quantity: line.quantity,
    minor: line.amount,
    net_minor: line.amount - discounts - inclusive,
    taxes: taxes.map(({ amount, tax_rate_details }) => ({
      rate: tax_rate_details?.tax_rate ?? 'unknown',
      minor: amount,
    })),
    currency: line.currency,
    starts_at: instant(line.period.start),
    ends_at: instant(line.period.end),
  };
}

function kindOf({ parent }: LineObject): InvoiceLineRow['kind'] {
  if (parent?.subscription_item_details?.proration || parent?.invoice_item_details?.proration) return 'proration';
  return parent?.subscription_item_details ? 'subscription' : 'one_time';
}

function paymentRow(payment: InvoicePaymentObject, invoiceId: string): InvoicePaymentRow {
  return {
    provider_id: payment.id,
    invoice_id: invoiceId,
    payment_provider_id: idOf(payment.payment.payment_intent) ?? idOf(payment.payment.charge),
    status: payment.status,
    minor: payment.amount_paid ?? 0,
    currency: payment.currency,
    paid_at: instantOrNull(payment.status_transitions?.paid_at),
  };
}
