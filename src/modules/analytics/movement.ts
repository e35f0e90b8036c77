export const KINDS = ['new', 'expansion', 'contraction', 'churn', 'reactivation', 'move', 'commitment'] as const;
export type Kind = (typeof KINDS)[number];

export const REASONS = [
  'signup', 'trial_end', 'plan_change', 'interval_change', 'price_change', 'quantity_change', 'item_added', 'item_removed',
  'discount_start', 'discount_end', 'pause', 'resume', 'cancel_voluntary', 'cancel_involuntary', 'to_free', 'from_free',
  'currency_change', 'correction',
] as const; // prettier-ignore
export type MovementReason = (typeof REASONS)[number];

/** A change of recurring value, as computed from the facts: what is true, not when we came to know it. */
export interface Movement {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly itemKey: string;
  readonly planId: string;
  readonly interval: string;
  readonly effectiveAt: string;
  readonly kind: Kind;
  readonly reason: MovementReason;
  readonly currency: string;
  /** Yearly minor units on the row's side of the change. */
  readonly arrBefore: number;
  readonly arrAfter: number;
  readonly delta: number;
  /** True on one row a customer and instant: customers are counted on it. */
  readonly leads: boolean;
  /** What the instant adds to the number of active and of paused customers; on the leading row only. */
  readonly activeChange: number;
  readonly pausedChange: number;
  readonly providerEvent: string | null;
  readonly inboxEvent: string | null;
}

/** All that makes a movement what it is. Two rows with one signature say the same; the events that told us do not matter. */
export function signature(movement: Movement): string {
  const { customerId, subscriptionId, itemKey, planId, interval, effectiveAt, kind, reason, currency } = movement;
  const { arrBefore, arrAfter, leads, activeChange, pausedChange } = movement;
  return [
    ...[customerId, subscriptionId, itemKey, planId, interval, effectiveAt, kind, reason, currency],
    ...[arrBefore, arrAfter, leads, activeChange, pausedChange],
  ].join('|');
}
