import { Money } from '../../../kernel/money.js';
import type { Line, Statement } from '../../ledger/index.js';
import type { InboxEvent } from '../../webhooks/index.js';
import {
  idOf,
  instant,
  instantOrNull,
  ourId,
  storyOf,
  type Reference,
  type StripeObject,
} from '../mirror/stripe-objects.js';
import { furthestOf, snapshotsOf } from '../mirror/snapshots.js';
import type { Reduction } from '../payments/posting.js';

interface MovementObject {
  readonly id: string;
  readonly created: number;
  readonly reporting_category: string;
}

export interface DisputeObject extends StripeObject {
  readonly amount: number;
  readonly currency: string;
  readonly charge: Reference;
  readonly payment_intent: Reference;
  readonly reason: string;
  readonly status: string;
  readonly balance_transactions: readonly MovementObject[];
  readonly evidence_details?: { readonly due_by: number | null } | null;
}

export interface DisputeRow {
  id: string;
  provider_id: string;
  payment_id: string;
  charge_provider_id: string;
  status: string;
  reason: string;
  minor: number;
  currency: string;
  due_by: Date | null;
  is_withdrawn: boolean;
  livemode: boolean;
  created_at: Date;
}

/** Everything heard of one dispute: how far it has come, and every movement of money it ever named. */
export interface DisputeHistory {
  readonly dispute: DisputeObject;
  readonly movements: readonly MovementObject[];
  /** When it was first said to be lost. */
  readonly lostAt: Date | null;
  /** The inbox row that told the last of it. */
  readonly cause: InboxEvent;
}

/** An inquiry may become a dispute, and what was lost may be appealed. */
const LEVELS = [
  ['warning_needs_response'],
  ['warning_under_review'],
  ['warning_closed'],
  ['needs_response'],
  ['under_review'],
  ['lost'],
  ['appeal_needs_response'],
  ['appeal_under_review'],
  ['won', 'prevented'],
];

/** @param events in order */
export function disputeHistory(events: readonly InboxEvent[]): DisputeHistory | undefined {
  const cause = events.at(-1);
  const [seen] = snapshotsOf<DisputeObject>(events, 'dispute');
  if (!cause || !seen) return undefined;
  const movements = new Map(seen.flatMap(({ object }) => object.balance_transactions).map((one) => [one.id, one]));
  return {
    dispute: furthestOf(seen, LEVELS),
    movements: [...movements.values()].toSorted((a, b) => a.created - b.created),
    lostAt: seen.find(({ object }) => object.status === 'lost')?.event.occurredAt ?? null,
    cause,
  };
}

export function withdrawnAt({ movements }: DisputeHistory): Date | null {
  return instantOrNull(movements.find((one) => one.reporting_category === 'dispute')?.created);
}

export function reinstatedAt({ movements }: DisputeHistory): Date | null {
  return instantOrNull(movements.find((one) => one.reporting_category === 'dispute_reversal')?.created);
}

export function disputeRow(history: DisputeHistory, paymentId: string): DisputeRow {
  const { dispute } = history;
  return {
    id: ourId(dispute),
    provider_id: dispute.id,
    payment_id: paymentId,
    charge_provider_id: idOf(dispute.charge) ?? '',
    status: dispute.status,
    reason: dispute.reason,
    minor: dispute.amount,
    currency: dispute.currency,
    due_by: instantOrNull(dispute.evidence_details?.due_by),
    is_withdrawn: withdrawnAt(history) !== null && reinstatedAt(history) === null,
    livemode: dispute.livemode,
    created_at: instant(dispute.created),
  };
}

/** What of a dispute is booked: taken away while undecided, given back when won, deducted from what was sold when lost. */
export function disputeStatements(
  history: DisputeHistory,
  { partyId, payment, lost }: { partyId: string; payment: string; lost: Reduction | undefined },
): Statement[] {
  const { dispute, cause, lostAt } = history;
  const money = Money.of(dispute.amount, dispute.currency);
  const [taken, back] = [withdrawnAt(history), reinstatedAt(history)];
  const disputed = (amount: Money): Line => ({ account: 'disputed', partyId, matchKey: dispute.id, money: amount });
  const clearing = (amount: Money): Line => ({ account: 'clearing:disputes', matchKey: dispute.id, money: amount });
  const state = (rule: string, at: Date, lines: readonly Line[]): Statement => ({
    fact: { provider: 'stripe', kind: 'dispute', id: dispute.id },
    rule,
    effectiveAt: at,
    lines,
    cause: cause.id,
    correlationId: storyOf(payment),
  });
  return [
    ...(taken ? [state('dispute.withdrawn', taken, [disputed(money), clearing(money.negated())])] : []),
    ...(back ? [state('dispute.reinstated', back, [clearing(money), disputed(money.negated())])] : []),
    ...(taken && lost && lostAt
      ? [state('dispute.lost', lostAt, [...lossOf(lost, money), disputed(money.negated())])]
      : []),
  ];
}

/** Tax stays owed: the sale was made, only its money is gone. */
function lossOf({ unearned }: Reduction, money: Money): Line[] {
  const deferred = Money.of(unearned, money.currency);
  return [
    { account: 'chargebacks', money: money.minus(deferred) },
    { account: 'deferred_revenue', money: deferred },
  ].filter((line) => !line.money.isZero);
}
