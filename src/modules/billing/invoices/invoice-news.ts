import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { InvoiceRow } from './invoice-rows.js';

/** An invoice as it stood before a fold. */
export interface Standing {
  readonly status: string;
  readonly attempts: number;
}

/** What listeners are told of the difference between the invoice as it stood and as it stands. */
export function newsOf(before: Standing | undefined, invoice: InvoiceRow): DomainEvent[] {
  const { status, created_at, finalized_at, attempts } = invoice;
  const news: DomainEvent[] = [];
  if (isDraft(before) && finalized_at) news.push(told(invoice, 'billing.invoice.finalized', finalized_at));
  if (status === 'open' && attempts > (before?.attempts ?? 0)) {
    news.push(told(invoice, 'billing.invoice.payment-failed', finalized_at ?? created_at, { attempts }));
  }
  return status === before?.status ? news : [...news, ...endOf(invoice)];
}

function endOf(invoice: InvoiceRow): DomainEvent[] {
  const { status, created_at, finalized_at, paid_at, voided_at } = invoice;
  if (status === 'paid') return [told(invoice, 'billing.invoice.paid', paid_at ?? created_at)];
  if (status === 'void') return [told(invoice, 'billing.invoice.voided', voided_at ?? created_at)];
  if (status !== 'uncollectible') return [];
  return [told(invoice, 'billing.invoice.uncollectible', finalized_at ?? created_at)];
}

function isDraft(before: Standing | undefined): boolean {
  return !before || before.status === 'draft';
}

function told(invoice: InvoiceRow, type: string, occurredAt: Date, more: object = {}): DomainEvent {
  const { id, customer_id, subscription_provider_id, total_minor, currency, number } = invoice;
  return {
    type,
    subject: `invoice:${id}`,
    occurredAt,
    data: {
      invoiceId: id,
      customerId: customer_id,
      subscriptionId: subscription_provider_id,
      minor: total_minor,
      currency,
      number,
      ...more,
    },
  };
}
