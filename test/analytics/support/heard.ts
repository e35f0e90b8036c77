import { randomUUID } from 'node:crypto';
import { derivedId } from '../../../src/kernel/id.js';
import type { SubscriptionVersion } from '../../../src/modules/analytics/recurring-value.js';
import type { HeardEvent } from '../../../src/platform/events/consumers.js';

/** The same name is the same id, so that a story can speak of people by name. */
export const idOf = (name: string): string => derivedId(new Date(0), name);

const EPOCH = new Date('2026-01-01T00:00:00.000Z');

function heard(type: string, subject: string, sequence: number, data: object, occurredAt = EPOCH): HeardEvent {
  return {
    id: randomUUID(),
    cursor: '1:1',
    type,
    subject,
    sequence,
    occurredAt,
    recordedAt: occurredAt,
    cause: null,
    correlationId: idOf(subject),
    data: data as Record<string, unknown>,
  };
}

/** A subscription's whole history as billing tells it. */
export function versioned(
  customer: string,
  subscription: string,
  versions: readonly SubscriptionVersion[],
  sequence = 1,
): HeardEvent {
  const subscriptionId = idOf(subscription);
  const numbered = versions.map((version, index) => ({ ...version, seq: index }));
  const data = { subscriptionId, providerId: subscription, customerId: idOf(customer), livemode: false };
  return heard('billing.subscription.versioned', `subscription:${subscriptionId}`, sequence, {
    ...data,
    versions: numbered,
  });
}

export function registered(customer: string, at = '2026-01-01'): HeardEvent {
  const customerId = idOf(customer);
  return heard('customers.customer.registered', `customer:${customerId}`, 1, { customerId }, new Date(at));
}

/** Held on a card, or given up: nothing of it was ever captured. */
export function unpaid(
  what: 'authorized' | 'canceled',
  payment: string,
  customer: string,
  major: number,
  at: string,
): HeardEvent {
  const paymentId = idOf(payment);
  const data = { paymentId, customerId: idOf(customer), minor: major * 100, currency: 'usd' };
  return heard(`billing.payment.${what}`, `payment:${paymentId}`, 1, data, new Date(at));
}

export function paid(
  payment: string,
  customer: string | null,
  major: number,
  at: string,
  declineCode?: string,
): HeardEvent {
  const paymentId = idOf(payment);
  const type = declineCode === undefined ? 'billing.payment.captured' : 'billing.payment.failed';
  const customerId = customer === null ? null : idOf(customer);
  const data = { paymentId, customerId, minor: major * 100, currency: 'usd', declineCode: declineCode ?? null };
  return heard(type, `payment:${paymentId}`, 1, data, new Date(at));
}

export interface JournalTold {
  readonly name: string;
  readonly rule: string;
  readonly at: string;
  /** Major units, debit positive. */
  readonly sums: Readonly<Record<string, number>>;
  readonly currency?: string;
  readonly reverses?: string;
  readonly cause?: string;
}

export function journal({ name, rule, at, sums, currency = 'usd', reverses, cause }: JournalTold): HeardEvent {
  const journalId = idOf(name);
  return heard('ledger.journal.posted', `journal:${journalId}`, 1, {
    journalId,
    postingKey: `stripe:${name}:${rule}:r0`,
    rule,
    fact: { provider: 'stripe', kind: 'fact', id: name },
    reverses: reverses === undefined ? null : idOf(reverses),
    effectiveAt: new Date(at).toISOString(),
    recordedAt: new Date(at).toISOString(),
    causeEvent: cause ?? null,
    sums: Object.entries(sums).map(([account, major]) => ({ account, currency, minor: Math.round(major * 100) })),
  });
}
