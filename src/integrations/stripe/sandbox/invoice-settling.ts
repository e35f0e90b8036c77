import { stopTrying, stopWaiting, writeOff } from './invoice-closing.js';
import { settingsOf, type AccountSettings } from './settings/account-settings.js';
import { nextRetry } from './settings/retries.js';
import { cancelNow } from './subscription-end.js';
import { pauseService } from './subscription-service.js';
import { subscriptionOwes, subscriptionPaid } from './subscription-standing.js';
import type { Unit } from './unit.js';
import type { Invoice, PaymentIntent, Subscription } from './wire.js';

/** A payment has come in; if an invoice waited for it, that is paid. */
export async function invoicePaid(unit: Unit, intent: PaymentIntent): Promise<void> {
  const [payment] = await unit.find('invoice_payment', 'peer', intent.id);
  if (!payment || payment.status !== 'open') return;
  const invoice = await unit.get('invoice', payment.invoice);
  payment.status = 'paid';
  payment.amount_paid = intent.amount_received;
  payment.status_transitions.paid_at = unit.at;
  invoice.amount_paid = intent.amount_received;
  invoice.amount_remaining = invoice.amount_due - intent.amount_received;
  invoice.attempt_count += 1;
  unit.tell('invoice_payment.paid', payment);
  await markPaid(unit, invoice, intent.payment_method);
}

/** Nothing is owed on it any more. */
export async function markPaid(unit: Unit, invoice: Invoice, method: string | null = null): Promise<void> {
  invoice.status = 'paid';
  invoice.attempted = true;
  invoice.auto_advance = false;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.paid_at = unit.at;
  stopWaiting(unit, invoice);
  unit.tell('invoice.paid', invoice);
  unit.tell('invoice.payment_succeeded', invoice);
  await subscriptionPaid(unit, invoice, method);
}

/** A payment has failed; if an invoice waited for it, the next try is set, or nothing more is tried. */
export async function invoiceFailed(unit: Unit, intent: PaymentIntent): Promise<void> {
  const [payment] = await unit.find('invoice_payment', 'peer', intent.id);
  if (payment?.status === 'open') await failedAttempt(unit, await unit.get('invoice', payment.invoice));
}

/** @param told false for a try that was due but not made, because the same card would be refused the same way */
export async function failedAttempt(unit: Unit, invoice: Invoice, told = true): Promise<void> {
  const { retry_days: days, after_retries: outcome } = await settingsOf(unit);
  const retries = invoice.auto_advance === true && invoice.billing_reason !== 'subscription_create' && days.length > 0;
  const next = retries ? nextRetry(days, invoice.status_transitions.finalized_at ?? unit.at, unit.at) : undefined;
  invoice.attempt_count += 1;
  invoice.attempted = true;
  invoice.next_payment_attempt = next ?? null;
  if (next !== undefined) unit.due('invoice.retry', invoice.id, next);
  else unit.undue('invoice.retry', invoice.id);
  if (told) unit.tell('invoice.payment_failed', invoice);
  const subscription = await subscriptionOwes(unit, invoice);
  if (retries && next === undefined) await giveUp(unit, invoice, subscription, outcome);
}

/** The last retry has failed. A subscription that goes on keeps its invoice open, to be paid by hand. */
async function giveUp(
  unit: Unit,
  invoice: Invoice,
  subscription: Subscription | undefined,
  outcome: AccountSettings['after_retries'],
): Promise<void> {
  if (outcome === 'cancel' || !subscription) writeOff(unit, invoice, 'max_payment_attempts');
  else stopTrying(unit, invoice);
  if (!subscription) return;
  if (outcome === 'cancel') await cancelNow(unit, subscription, { reason: 'payment_failed' });
  if (outcome === 'mark_unpaid') subscription.status = 'unpaid';
  if (outcome === 'pause') pauseService(unit, subscription);
}
