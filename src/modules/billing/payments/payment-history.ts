import { either, inOrder, joined, largest, settled, type InboxEvent } from '../../webhooks/index.js';
import { furthestOf, snapshotsOf, type Snapshot } from '../mirror/snapshots.js';
import { idOf, instant, type Reference, type StripeObject } from '../mirror/stripe-objects.js';

export interface IntentObject extends StripeObject {
  readonly amount: number;
  readonly currency: string;
  readonly customer: Reference;
  readonly status: string;
  readonly description: string | null;
  readonly capture_method?: string;
  readonly amount_capturable?: number;
  readonly cancellation_reason?: string | null;
  readonly canceled_at?: number | null;
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
  readonly payment_method_details?: {
    readonly type: string;
    readonly card?: { readonly brand: string; readonly last4: string; readonly capture_before?: number };
  } | null;
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

/** A charge as all that was heard of it adds up. */
export interface JoinedCharge extends ChargeObject {
  /** When the money became ours; of one that was only held first, the provider dates it by the event that shows it. */
  readonly capturedAt: Date;
}

/** A refund as all that was heard of it adds up. */
export interface JoinedRefund extends RefundObject {
  /** When it came back: the provider dates no failure, so the first event that shows it does. */
  readonly cameBackAt: Date | null;
}

/** Everything heard of one payment, joined: any order and repetition of the events gives the same history. */
export interface PaymentHistory {
  readonly intent: IntentObject | undefined;
  /** Oldest first. */
  readonly charges: readonly JoinedCharge[];
  readonly refunds: readonly JoinedRefund[];
  /** The inbox row that told the last of it. */
  readonly cause: InboxEvent;
}

const INTENT_LEVELS = [
  ['requires_payment_method', 'requires_confirmation', 'requires_action', 'requires_capture', 'processing'],
  ['succeeded', 'canceled'],
];
const CHARGE_LEVELS = [['pending'], ['failed', 'succeeded']];
const CAME_BACK = ['failed', 'canceled'];
const REFUND_LEVELS = [['pending', 'requires_action'], ['succeeded'], CAME_BACK];

export function paymentHistory(events: readonly InboxEvent[]): PaymentHistory | undefined {
  const cause = inOrder(events).at(-1);
  if (!cause) return undefined;
  const [snapshots] = snapshotsOf<IntentObject>(events, 'payment_intent');
  const intent = snapshots && furthestOf(snapshots, INTENT_LEVELS);
  const isHeldFirst = intent?.capture_method === 'manual';
  return {
    intent,
    charges: snapshotsOf<ChargeObject>(events, 'charge')
      .map((seen) => joinedCharge(seen, isHeldFirst))
      .toSorted(asTried),
    refunds: snapshotsOf<RefundObject>(events, 'refund')
      .map(joinedRefund)
      .filter((refund) => !(isHeldFirst && letsGo(refund))),
    cause,
  };
}

/** The provider calls it a refund as well when what was only held is let go: no money moves. */
function letsGo({ status, balance_transaction }: RefundObject): boolean {
  return status === 'succeeded' && !balance_transaction;
}

/** Captured only turns true, amounts only grow, a balance transaction once named stays. */
function joinedCharge(seen: readonly Snapshot<ChargeObject>[], isHeldFirst: boolean): JoinedCharge {
  const objects = seen.map(({ object }) => object);
  const furthest = furthestOf(seen, CHARGE_LEVELS);
  const captures = isHeldFirst ? seen.filter(({ object }) => object.captured) : [];
  return {
    ...furthest,
    capturedAt: earliest(captures) ?? instant(furthest.created),
    captured:
      joined(
        either,
        objects.map(({ captured }) => captured),
      ) ?? false,
    amount_captured:
      joined(
        largest,
        objects.map(({ amount_captured }) => amount_captured),
      ) ?? 0,
    amount_refunded:
      joined(
        largest,
        objects.map(({ amount_refunded }) => amount_refunded),
      ) ?? 0,
    balance_transaction: named(objects.map(({ balance_transaction }) => balance_transaction)),
  };
}

/** Within one second the one that succeeded is the last, for it ended the trying. */
function asTried(a: ChargeObject, b: ChargeObject): number {
  return a.created - b.created || Number(a.captured) - Number(b.captured) || (a.id < b.id ? -1 : 1);
}

function joinedRefund(seen: readonly Snapshot<RefundObject>[]): JoinedRefund {
  const objects = seen.map(({ object }) => object);
  const failures = seen.filter(({ object }) => CAME_BACK.includes(object.status ?? ''));
  return {
    ...furthestOf(seen, REFUND_LEVELS),
    cameBackAt: earliest(failures),
    balance_transaction: named(objects.map(({ balance_transaction }) => balance_transaction)),
    failure_balance_transaction: named(objects.map((object) => object.failure_balance_transaction)),
  };
}

/** The first event that shows it dates what the provider dates nowhere. */
function earliest(seen: readonly Snapshot<object>[]): Date | null {
  return seen.length === 0 ? null : new Date(Math.min(...seen.map(({ event }) => event.occurredAt.getTime())));
}

function named(references: readonly Reference[]): string | null {
  return joined<string | null>(settled, references.map(idOf)) ?? null;
}
