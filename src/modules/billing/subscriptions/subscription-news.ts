import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { SubscriptionVersioned, VersionTold } from '../billing.events.js';
import type { SubscriptionProjection } from './subscription-projection.js';
import { isOver, type SubscriptionState } from './subscription-state.js';
import type { VersionRow } from './subscription-versions.js';

const LIVE = new Set(['active', 'trialing', 'past_due']);

/** What listeners are told: the history in force whenever it changed, and the turns of its life by name. */
export function newsOf(folded: SubscriptionProjection, planNames: ReadonlyMap<string, string>): DomainEvent[] {
  const { row, before, isChanged, endingTrial } = folded;
  const occurredAt = new Date(row.chain.at);
  const { state } = row.chain;
  const turn = isChanged ? turnOf(before, state) : undefined;
  const ending = endingTrial && state.status === 'trialing' ? { trialEndsAt: state.trialEndsAt } : undefined;
  return [
    ...(isChanged ? [versioned(folded, planNames, occurredAt)] : []),
    ...(turn ? [turned(folded, turn, occurredAt)] : []),
    ...(ending ? [turned(folded, 'trial-ending', endingTrial ?? occurredAt, ending)] : []),
  ];
}

function turned({ row }: SubscriptionProjection, turn: string, occurredAt: Date, more: object = {}): DomainEvent {
  const { id: subscriptionId, customer_id: customerId, status, chain } = row;
  return {
    type: `billing.subscription.${turn}`,
    subject: `subscription:${subscriptionId}`,
    occurredAt,
    data: { subscriptionId, customerId, status, reason: chain.state.endReason, ...more },
  };
}

function turnOf(before: SubscriptionState | undefined, after: SubscriptionState): string | undefined {
  if (isOver(after)) return before?.status === after.status ? undefined : 'ended';
  return (before && turnOfPause(before, after)) ?? turnOfStatus(before, after);
}

function turnOfPause(before: SubscriptionState, after: SubscriptionState): string | undefined {
  if (isPaused(before) === isPaused(after)) return undefined;
  return isPaused(after) ? 'paused' : 'resumed';
}

function turnOfStatus(before: SubscriptionState | undefined, after: SubscriptionState): string | undefined {
  if (before?.status === after.status) return undefined;
  if (after.status === 'past_due') return 'past-due';
  if (before?.status === 'past_due' && after.status === 'active') return 'recovered';
  if (LIVE.has(after.status) && (!before || !LIVE.has(before.status)))
    return after.status === 'trialing' ? 'trial-started' : 'started';
  return before?.status === 'trialing' && after.status === 'active' ? 'started' : undefined;
}

function isPaused({ status, pause }: SubscriptionState): boolean {
  return status === 'paused' || pause !== null;
}

function versioned(
  { row, versions }: SubscriptionProjection,
  planNames: ReadonlyMap<string, string>,
  occurredAt: Date,
): SubscriptionVersioned {
  return {
    type: 'billing.subscription.versioned',
    subject: `subscription:${row.id}`,
    occurredAt,
    data: {
      subscriptionId: row.id,
      providerId: row.provider_id,
      customerId: row.customer_id,
      livemode: row.livemode,
      versions: versions.map((version) => told(version, planNames)),
    },
  };
}

function told(
  { seq, starts_at, state, inbox_event, provider_event }: VersionRow,
  planNames: ReadonlyMap<string, string>,
): VersionTold {
  const { status, currency, items, cancelAt, pause, trialEndsAt, endReason, endFeedback } = state;
  return {
    seq,
    startsAt: new Date(starts_at).toISOString(),
    status,
    currency,
    items: items.map((item) => ({ ...item, planName: planNames.get(item.planId) ?? item.planId })),
    cancelAt,
    pause,
    trialEndsAt,
    endReason,
    endFeedback,
    inboxEvent: inbox_event,
    providerEvent: provider_event,
  };
}
