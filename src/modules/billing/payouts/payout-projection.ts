import { Money } from '../../../kernel/money.js';
import type { Line, Statement } from '../../ledger/index.js';
import { joined, settled } from '../../webhooks/index.js';
import { furthestOf, type Snapshot } from '../mirror/snapshots.js';
import { idOf, instant, ourId, storyOf, type Reference, type StripeObject } from '../mirror/stripe-objects.js';

export interface PayoutObject extends StripeObject {
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  readonly automatic: boolean;
  readonly arrival_date: number;
  readonly balance_transaction: Reference;
  readonly failure_balance_transaction: Reference;
  readonly failure_code: string | null;
}

export interface PayoutRow {
  id: string;
  provider_id: string;
  status: string;
  minor: number;
  currency: string;
  automatic: boolean;
  arrives_at: Date;
  balance_transaction: string | null;
  failure_balance_transaction: string | null;
  failure_code: string | null;
  livemode: boolean;
  created_at: Date;
}

/** A payout may fail after the bank was said to have it. */
const LEVELS = [['pending'], ['in_transit'], ['paid'], ['failed', 'canceled']];

/** When the bank was said to have it, and when that was over. */
export interface Arrival {
  readonly hasArrived: boolean;
  readonly endedAt: Date | null;
}

export function arrivalOf(seen: readonly Snapshot<PayoutObject>[]): Arrival {
  const back = seen.filter(({ object }) => object.status === 'failed' || object.status === 'canceled');
  const times = back.map(({ event }) => event.occurredAt.getTime());
  return {
    hasArrived: seen.some(({ object }) => object.status === 'paid'),
    endedAt: times.length === 0 ? null : new Date(Math.min(...times)),
  };
}

export function payoutRow(seen: readonly Snapshot<PayoutObject>[]): PayoutRow {
  const payout = furthestOf(seen, LEVELS);
  const named = (field: 'balance_transaction' | 'failure_balance_transaction'): string | null =>
    joined<string | null>(
      settled,
      seen.map(({ object }) => idOf(object[field])),
    ) ?? null;
  return {
    id: ourId(payout),
    provider_id: payout.id,
    status: payout.status,
    minor: payout.amount,
    currency: payout.currency,
    automatic: payout.automatic,
    arrives_at: instant(payout.arrival_date),
    balance_transaction: named('balance_transaction'),
    failure_balance_transaction: named('failure_balance_transaction'),
    failure_code: payout.failure_code,
    livemode: payout.livemode,
    created_at: instant(payout.created),
  };
}

/** `payout.arrived`: the bank has it, until it failed after that. */
export function payoutArrived(row: PayoutRow, { hasArrived, endedAt }: Arrival, cause: string): Statement {
  const { provider_id: id, minor, currency, arrives_at } = row;
  const money = Money.of(minor, currency);
  const lines: Line[] = [
    { account: 'bank', money },
    { account: 'stripe_in_transit', matchKey: id, money: money.negated() },
  ];
  return {
    fact: { provider: 'stripe', kind: 'payout', id },
    rule: 'payout.arrived',
    effectiveAt: arrives_at,
    endsAt: endedAt,
    lines: hasArrived ? lines : [],
    cause,
    correlationId: storyOf(id),
  };
}
