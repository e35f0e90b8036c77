import { goOn } from './subscription-service.js';
import { applyPending } from './subscription-pending.js';
import type { Unit } from './unit.js';
import type { Invoice, Subscription } from './wire.js';

const OWING: ReadonlySet<string> = new Set(['incomplete', 'past_due', 'unpaid']);

/** What a paid invoice does to the subscription it bills, and to the customer's standing. */
export async function subscriptionPaid(unit: Unit, invoice: Invoice, method: string | null): Promise<void> {
  const subscription = await billed(unit, invoice);
  if (!subscription) return;
  if (subscription.pending_update && subscription.latest_invoice === invoice.id) await applyPending(unit, subscription);
  if (resumes(subscription, invoice)) await goOn(unit, subscription);
  if (OWING.has(subscription.status)) {
    subscription.status = 'active';
    unit.undue('subscription.lapse', subscription.id);
  }
  const saves = subscription.payment_settings?.save_default_payment_method === 'on_subscription';
  if (saves && method !== null) subscription.default_payment_method = method;
  const customer = await unit.maybe('customer', subscription.customer);
  if (customer && !('deleted' in customer)) customer.delinquent = false;
}

/** What an invoice that could not be collected does to them. */
export async function subscriptionOwes(unit: Unit, invoice: Invoice): Promise<Subscription | undefined> {
  const subscription = await billed(unit, invoice);
  if (!subscription || invoice.auto_advance !== true) return subscription;
  if (subscription.status === 'active' || subscription.status === 'trialing') subscription.status = 'past_due';
  const customer = await unit.get('customer', subscription.customer);
  if (invoice.billing_reason !== 'subscription_create') customer.delinquent = true;
  return subscription;
}

/** What an invoice that was sent and not paid in time does. */
export async function subscriptionLate(unit: Unit, invoice: Invoice): Promise<void> {
  const subscription = await billed(unit, invoice);
  if (subscription?.status === 'active') subscription.status = 'past_due';
}

async function billed(unit: Unit, invoice: Invoice): Promise<Subscription | undefined> {
  return unit.maybe('subscription', invoice.parent?.subscription_details?.subscription);
}

/** A service pause ends with the invoice that resumes it, whatever older one is paid. */
function resumes({ status, latest_invoice: latest }: Subscription, invoice: Invoice): boolean {
  return status === 'paused' && invoice.id === latest && invoice.billing_reason === 'subscription_update';
}
