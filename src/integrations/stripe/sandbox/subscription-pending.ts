import { voidInvoice } from './invoice-closing.js';
import { awaitPeriodEnd } from './subscription-timers.js';
import type { Unit } from './unit.js';
import type { Subscription } from './wire.js';

const HOUR = 3_600;

/** A change that could not be paid waits; the subscription stays as it was. */
export function setPending(unit: Unit, subscription: Subscription, wanted: Subscription): void {
  subscription.pending_update = {
    billing_cycle_anchor:
      wanted.billing_cycle_anchor === subscription.billing_cycle_anchor ? null : wanted.billing_cycle_anchor,
    cancel_at_period_end: null,
    discount: null,
    discounts: null,
    expires_at: unit.at + 23 * HOUR,
    metadata: null,
    subscription_items: structuredClone(wanted.items.data),
    trial_end: null,
    trial_from_plan: null,
  };
  unit.due('subscription.lapse_update', subscription.id, unit.at + 23 * HOUR);
}

/** It has been paid after all. */
export async function applyPending(unit: Unit, subscription: Subscription): Promise<void> {
  const { pending_update: pending } = subscription;
  if (!pending) return;
  subscription.items.data = pending.subscription_items ?? subscription.items.data;
  if (pending.billing_cycle_anchor !== null) {
    subscription.billing_cycle_anchor = pending.billing_cycle_anchor;
    await awaitPeriodEnd(unit, subscription);
  }
  subscription.pending_update = null;
  unit.undue('subscription.lapse_update', subscription.id);
  unit.tell('customer.subscription.pending_update_applied', subscription);
}

/** Nobody paid for 23 hours: the wish is dropped and its invoice void. */
export async function lapseUpdate(unit: Unit, id: string): Promise<void> {
  const subscription = await unit.get('subscription', id);
  if (!subscription.pending_update) return;
  const invoice = await unit.maybe('invoice', subscription.latest_invoice);
  if (invoice?.status === 'open') await voidInvoice(unit, invoice);
  subscription.pending_update = null;
  unit.tell('customer.subscription.pending_update_expired', subscription);
}
