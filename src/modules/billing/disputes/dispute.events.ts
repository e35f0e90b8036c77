import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { DisputeRow } from './dispute-projection.js';

interface Told {
  disputeId: string;
  paymentId: string;
  minor: number;
  currency: string;
  reason: string;
}

/** A payment is disputed, or its bank asks about it. */
export type DisputeOpened = DomainEvent<'billing.dispute.opened', Told & { dueBy: string | null }>;
export type DisputeWon = DomainEvent<'billing.dispute.won', Told>;
export type DisputeLost = DomainEvent<'billing.dispute.lost', Told>;

type News = DisputeOpened | DisputeWon | DisputeLost;

export function disputeNews(before: string | undefined, row: DisputeRow, at: Date): News[] {
  const { id: disputeId, payment_id: paymentId, minor, currency, reason, status, due_by, created_at } = row;
  const data = { disputeId, paymentId, minor, currency, reason };
  const subject = `dispute:${disputeId}`;
  const dueBy = due_by?.toISOString() ?? null;
  const news: News[] = [];
  if (before === undefined)
    news.push({ type: 'billing.dispute.opened', subject, occurredAt: created_at, data: { ...data, dueBy } });
  if (status === before) return news;
  if (status === 'won') news.push({ type: 'billing.dispute.won', subject, occurredAt: at, data });
  if (status === 'lost') news.push({ type: 'billing.dispute.lost', subject, occurredAt: at, data });
  return news;
}
