import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { PayoutRow } from './payout-projection.js';

interface Told {
  payoutId: string;
  minor: number;
  currency: string;
}

/** The provider's payout is at our bank. */
export type PayoutArrived = DomainEvent<'billing.payout.arrived', Told>;

/** It did not get there, or came back; the money is in the provider's balance again. */
export type PayoutFailed = DomainEvent<'billing.payout.failed', Told & { reason: string | null }>;

export function payoutNews(before: string | undefined, row: PayoutRow): (PayoutArrived | PayoutFailed)[] {
  const { id: payoutId, status, minor, currency, failure_code: reason, arrives_at, created_at } = row;
  if (status === before) return [];
  const subject = `payout:${payoutId}`;
  const data = { payoutId, minor, currency };
  if (status === 'paid') return [{ type: 'billing.payout.arrived', subject, occurredAt: arrives_at, data }];
  if (status !== 'failed') return [];
  return [{ type: 'billing.payout.failed', subject, occurredAt: created_at, data: { ...data, reason } }];
}
