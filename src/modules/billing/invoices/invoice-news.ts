import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { InvoiceRow } from './invoice-rows.js';

/** An invoice as it stood before a fold. */
export interface Standing {
  readonly status: string;
  readonly attempts: number;
}

/** What listeners are told of the difference between the invoice as it stood and as it stands. */
export function newsOf(before: Standing | undefined, invoice: InvoiceRow): DomainEvent[] {
  const news: DomainEvent[] = [];
  const wasDraft = !before || before.status === 'draft';
  if (wasDraft && invoice.finalized_at) news.push(told(invoice, 'billing.invoice.finalized', invoice.finalized_at));
  if (invoice.status === 'paid' && before?.status !== 'paid') {
    news.push(told(invoice, 'billing.invoice.paid', invoice.paid_at ?? invoice.created_at));
  }
  if (invoice.status === 'open' && invoice.attempts > (before?.attempts ?? 0)) {
    news.push(
      told(invoice, 'billing.invoice.payment-failed', invoice.finalized_at ?? invoice.created_at, {
        attempts: invoice.attempts,
      }),
    );
  }
  if (invoice.status === 'void' && before?.status !== 'void') {
    news.push(told(invoice, 'billing.invoice.voided', invoice.voided_at ?? invoice.created_at));
  }
  return news;
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
