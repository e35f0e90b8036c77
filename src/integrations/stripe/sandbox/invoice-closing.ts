import { cancelIntent } from './intent.js';
import type { Unit } from './unit.js';
import type { Invoice, InvoicePayment, PaymentIntent } from './wire.js';

/** The payment an invoice waits for. */
export async function defaultPayment(
  unit: Unit,
  invoice: Invoice,
): Promise<{ payment: InvoicePayment; intent: PaymentIntent } | undefined> {
  const payments = await unit.find('invoice_payment', 'parent', invoice.id);
  const payment = payments.find(({ status, is_default: main }) => main && status === 'open');
  if (!payment) return undefined;
  return { payment, intent: await unit.get('payment_intent', payment.payment.payment_intent ?? '') };
}

/** An open invoice nobody will pay: it is void, and so is the payment that waited for it. */
export async function voidInvoice(unit: Unit, invoice: Invoice): Promise<void> {
  await dropPayment(unit, invoice);
  invoice.status = 'void';
  invoice.status_transitions.voided_at = unit.at;
  stopTrying(unit, invoice);
  stopWaiting(unit, invoice);
  unit.tell('invoice.voided', invoice);
}

export function writeOff(
  unit: Unit,
  invoice: Invoice,
  reason: 'max_payment_attempts' | 'user_forgiven' | 'subscription_paused',
): void {
  invoice.status = 'uncollectible';
  invoice.status_details = { uncollectible: { reason } };
  invoice.status_transitions.marked_uncollectible_at = unit.at;
  stopTrying(unit, invoice);
  stopWaiting(unit, invoice);
  unit.tell('invoice.marked_uncollectible', invoice);
}

export function stopTrying(unit: Unit, invoice: Invoice): void {
  invoice.auto_advance = false;
  invoice.next_payment_attempt = null;
  invoice.automatically_finalizes_at = null;
  unit.undue('invoice.finalize', invoice.id);
  unit.undue('invoice.retry', invoice.id);
}

/** Nothing is expected of it any more: no try, no notice, no due date. */
export function stopWaiting(unit: Unit, { id, due_date: due }: Invoice): void {
  unit.undue('invoice.retry', id);
  if (due === null) return;
  unit.undue('invoice.notice', id);
  unit.undue('invoice.overdue', id);
}

/** The payment an invoice waited for is not wanted any more. */
export async function dropPayment(unit: Unit, invoice: Invoice): Promise<void> {
  const waiting = await defaultPayment(unit, invoice);
  if (!waiting) return;
  waiting.payment.status = 'canceled';
  waiting.payment.status_transitions.canceled_at = unit.at;
  if (waiting.intent.status !== 'canceled') cancelIntent(unit, waiting.intent, 'void_invoice');
}
