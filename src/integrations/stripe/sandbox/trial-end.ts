import { cancelNow } from './subscription-end.js';
import { pauseService } from './subscription-service.js';
import type { Unit } from './unit.js';
import type { Subscription } from './wire.js';

/** Whether billing goes on after the trial. Without a way to pay, the subscription's own setting decides. */
export async function endTrial(unit: Unit, subscription: Subscription): Promise<boolean> {
  const customer = await unit.get('customer', subscription.customer);
  const method = subscription.default_payment_method ?? customer.invoice_settings.default_payment_method;
  if (method !== null || subscription.collection_method === 'send_invoice') return true;
  const otherwise = subscription.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice';
  if (otherwise === 'cancel') await cancelNow(unit, subscription, {});
  if (otherwise === 'pause') pauseService(unit, subscription);
  return otherwise === 'create_invoice';
}
