import { writeOff } from './invoice-closing.js';
import { cancelNow } from './subscription-end.js';
import { subscriptionOwes, subscriptionPaid } from './subscription-standing.js';
import type { Unit } from './unit.js';
import type { Invoice, PaymentIntent } from './wire.js';

const DAY = 86_400;

/** The account's retries: days after the invoice was finalised and its first payment failed. After the last, the subscription ends. */
export const RETRY_DAYS: readonly number[] = [1, 3, 5, 7];

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
  invoice.next_payment_attempt = null;
  invoice.status_transitions.paid_at = unit.at;
  unit.undue('invoice.retry', invoice.id);
  unit.tell('invoice.paid', invoice);
  unit.tell('invoice.payment_succeeded', invoice);
  await subscriptionPaid(unit, invoice, method);
}

/** A payment has failed; if an invoice waited for it, the next try is set, or nothing more is tried. */
export async function invoiceFailed(unit: Unit, intent: PaymentIntent): Promise<void> {
  const [payment] = await unit.find('invoice_payment', 'peer', intent.id);
  if (payment?.status === 'open') await failedAttempt(unit, await unit.get('invoice', payment.invoice));
}

export async function failedAttempt(unit: Unit, invoice: Invoice): Promise<void> {
  const retries = invoice.auto_advance === true && invoice.billing_reason !== 'subscription_create';
  const next = retries ? nextRetry(invoice, unit.at) : undefined;
  invoice.attempt_count += 1;
  invoice.attempted = true;
  invoice.next_payment_attempt = next ?? null;
  if (next !== undefined) unit.due('invoice.retry', invoice.id, next);
  else unit.undue('invoice.retry', invoice.id);
  unit.tell('invoice.payment_failed', invoice);
  const subscription = await subscriptionOwes(unit, invoice);
  if (!retries || next !== undefined) return;
  writeOff(unit, invoice, 'max_payment_attempts');
  if (subscription) await cancelNow(unit, subscription, { reason: 'payment_failed' });
}

function nextRetry({ status_transitions: { finalized_at: from } }: Invoice, now: number): number | undefined {
  return RETRY_DAYS.map((day) => (from ?? now) + day * DAY).find((at) => at > now);
}
