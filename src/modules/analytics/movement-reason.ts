import type { MovementReason } from './movement.js';
import type { ItemWorth, Worth } from './recurring-value.js';

/** One item of a subscription across an instant. `undefined`: it did not exist, or exists no more. */
export interface ItemChange {
  readonly subscriptionId: string;
  readonly itemKey: string;
  readonly before: ItemWorth | undefined;
  readonly after: ItemWorth | undefined;
  readonly worthBefore: Worth | undefined;
  readonly worthAfter: Worth;
}

const INVOLUNTARY = new Set(['payment_failed', 'payment_disputed']);
const UNPAID = new Set(['unpaid', 'incomplete_expired', 'past_due']);

/** Why a subscription stopped counting: unpaid, exhausted dunning and disputes are the card's doing, all else the customer's. */
export function endingOf(after: Worth): 'cancel_voluntary' | 'cancel_involuntary' {
  const { endReason, status } = after.version;
  return (endReason !== null && INVOLUNTARY.has(endReason)) || UNPAID.has(status)
    ? 'cancel_involuntary'
    : 'cancel_voluntary';
}

/** Why an item's value changed. */
export function reasonOf(change: ItemChange, firstOfCustomer: boolean): MovementReason {
  const { worthBefore, worthAfter } = change;
  if (worthAfter.standing === 'paused') return 'pause';
  if (worthBefore?.standing === 'paused') return worthAfter.standing === 'active' ? 'resume' : endingOf(worthAfter);
  if (worthAfter.standing === 'none') return stoppedCounting(change);
  if (worthBefore?.standing !== 'active') return startedCounting(change, firstOfCustomer);
  return changedWhileCounting(change);
}

function stoppedCounting({ worthBefore, worthAfter }: ItemChange): MovementReason {
  const free = worthAfter.version.status === worthBefore?.version.status && worthAfter.version.items.length > 0;
  return free ? 'to_free' : endingOf(worthAfter);
}

function startedCounting({ worthBefore }: ItemChange, firstOfCustomer: boolean): MovementReason {
  if (worthBefore === undefined || worthBefore.version.status === 'incomplete')
    return firstOfCustomer ? 'signup' : 'item_added';
  if (worthBefore.version.status === 'trialing') return 'trial_end';
  return worthBefore.version.status === 'active' && worthBefore.version.pause === null ? 'from_free' : 'resume';
}

function changedWhileCounting({ before, after }: ItemChange): MovementReason {
  if (!before) return 'item_added';
  if (!after) return 'item_removed';
  if (before.currency !== after.currency) return 'currency_change';
  if (before.planId !== after.planId) return planReason(before, after);
  if (before.interval !== after.interval) return 'interval_change';
  if (before.arrMinor === 0) return 'from_free';
  if (after.arrMinor === 0) return 'to_free';
  if (before.priceId !== after.priceId) return 'price_change';
  if (before.quantity !== after.quantity) return 'quantity_change';
  return after.arrMinor < before.arrMinor ? 'discount_start' : 'discount_end';
}

function planReason(before: ItemWorth, after: ItemWorth): MovementReason {
  if (after.arrMinor === 0) return 'to_free';
  return before.arrMinor === 0 ? 'from_free' : 'plan_change';
}
