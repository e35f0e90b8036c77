import type { InboxEvent } from '../../webhooks/index.js';
import type { Reference, StripeObject } from '../mirror/stripe-objects.js';

export interface IntentObject extends StripeObject {
  readonly amount: number;
  readonly currency: string;
  readonly customer: Reference;
  readonly status: string;
  readonly description: string | null;
  readonly last_payment_error?: { readonly code?: string; readonly decline_code?: string } | null;
}

export interface ChargeObject extends StripeObject {
  readonly amount: number;
  readonly amount_captured: number;
  readonly amount_refunded: number;
  readonly captured: boolean;
  readonly currency: string;
  readonly customer: Reference;
  readonly payment_intent: Reference;
  readonly status: string;
  readonly balance_transaction: Reference;
  readonly failure_code: string | null;
  readonly description: string | null;
  readonly payment_method_details?: { readonly type: string; readonly card?: { brand: string; last4: string } } | null;
}

export interface RefundObject extends StripeObject {
  readonly amount: number;
  readonly currency: string;
  readonly charge: Reference;
  readonly status: string | null;
  readonly reason: string | null;
  readonly failure_reason?: string | null;
  readonly balance_transaction: Reference;
  readonly failure_balance_transaction?: Reference;
}

/** Everything heard of one payment, joined: any order and repetition of the events gives the same history. */
export interface PaymentHistory {
  readonly intent: IntentObject | undefined;
  readonly charges: readonly ChargeObject[];
  readonly refunds: readonly RefundObject[];
  /** The inbox row that told the last of it. */
  readonly cause: InboxEvent;
}

/** Statuses by rank: a higher one is never left for a lower one, equal ranks go by time and event id. */
const INTENT_RANK: Readonly<Record<string, number>> = { succeeded: 1, canceled: 1 };
const CHARGE_RANK: Readonly<Record<string, number>> = { pending: 0, failed: 1, succeeded: 1 };
const REFUND_RANK: Readonly<Record<string, number>> = {
  pending: 0,
  requires_action: 0,
  succeeded: 1,
  failed: 2,
  canceled: 2,
};

export function paymentHistory(events: readonly InboxEvent[]): PaymentHistory | undefined {
  const sorted = events.toSorted(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || compare(a.externalId, b.externalId),
  );
  const cause = sorted.at(-1);
  if (!cause) return undefined;
  const of = <T extends StripeObject>(object: string): T[] =>
    sorted.map(({ body }) => body.data.object as unknown as T).filter((one) => one.object === object);

  return {
    intent: of<IntentObject>('payment_intent').reduce<IntentObject | undefined>(furthest(INTENT_RANK), undefined),
    charges: [...grouped(of<ChargeObject>('charge'))].map((seen) => seen.reduce(joinCharges)),
    refunds: [...grouped(of<RefundObject>('refund'))].map((seen) => seen.reduce(joinRefunds)),
    cause,
  };
}

function furthest(rank: Readonly<Record<string, number>>) {
  return (known: IntentObject | undefined, next: IntentObject): IntentObject =>
    known && (rank[known.status] ?? 0) > (rank[next.status] ?? 0) ? known : next;
}

/** Captured only turns true, refunded only grows, a balance transaction once named stays. */
function joinCharges(known: ChargeObject, next: ChargeObject): ChargeObject {
  const later = (CHARGE_RANK[known.status] ?? 0) > (CHARGE_RANK[next.status] ?? 0) ? known : next;
  return {
    ...later,
    captured: known.captured || next.captured,
    amount_captured: Math.max(known.amount_captured, next.amount_captured),
    amount_refunded: Math.max(known.amount_refunded, next.amount_refunded),
    balance_transaction: later.balance_transaction ?? known.balance_transaction ?? next.balance_transaction,
  };
}

function joinRefunds(known: RefundObject, next: RefundObject): RefundObject {
  const later = (REFUND_RANK[known.status ?? ''] ?? 0) > (REFUND_RANK[next.status ?? ''] ?? 0) ? known : next;
  return {
    ...later,
    balance_transaction: later.balance_transaction ?? known.balance_transaction ?? next.balance_transaction,
    failure_balance_transaction: next.failure_balance_transaction ?? known.failure_balance_transaction ?? null,
  };
}

function grouped<T extends { readonly id: string }>(objects: readonly T[]): Iterable<T[]> {
  return Map.groupBy(objects, ({ id }) => id).values();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
