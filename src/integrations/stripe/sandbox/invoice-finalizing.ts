import { moveBalance } from './balance-of-customer.js';
import { newIntent, cancelIntent } from './intent.js';
import { markPaid } from './invoice-settling.js';
import { invalid } from './sandbox.errors.js';
import type { Unit } from './unit.js';
import type { Invoice, InvoicePayment, PaymentIntent } from './wire.js';

/** Makes a draft owed: numbered, the customer's balance applied, a payment waiting; what is nothing is paid at once. */
export async function finalize(unit: Unit, invoice: Invoice): Promise<void> {
  if (invoice.status !== 'draft') throw invalid('This invoice is already finalized.', { code: 'invoice_not_editable' });
  unit.undue('invoice.finalize', invoice.id);
  unit.state.invoiceNumber += 1;
  invoice.number = `SANDBOX-${String(unit.state.invoiceNumber).padStart(6, '0')}`;
  invoice.status = 'open';
  invoice.automatically_finalizes_at = null;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.finalized_at = unit.at;
  invoice.effective_at = unit.at;
  await applyBalance(unit, invoice);
  if (invoice.amount_due > 0) await addPayment(unit, invoice);
  unit.tell('invoice.finalized', invoice);
  if (invoice.amount_due === 0) await markPaid(unit, invoice);
}

/** Credit of the customer pays first; a negative total becomes credit. */
async function applyBalance(unit: Unit, invoice: Invoice): Promise<void> {
  const customer = await unit.get('customer', invoice.customer ?? '');
  invoice.starting_balance = customer.balance;
  const applied = invoice.total < 0 ? invoice.total : Math.min(invoice.total, -customer.balance);
  const move = {
    amount: applied,
    currency: invoice.currency,
    type: 'applied_to_invoice' as const,
    invoice: invoice.id,
  };
  if (applied !== 0) moveBalance(unit, customer, move);
  invoice.ending_balance = customer.balance;
  invoice.amount_due = invoice.total < 0 ? 0 : invoice.total - applied;
  invoice.amount_remaining = invoice.amount_due;
}

async function addPayment(unit: Unit, invoice: Invoice): Promise<void> {
  const { amount_due: amount, currency, customer } = invoice;
  const description =
    invoice.billing_reason === 'manual' ? `Payment for invoice ${invoice.number}` : 'Subscription payment';
  const intent = unit.add(newIntent(unit, { amount, currency, customer, description }), 'payment_intent.created');
  unit.add<InvoicePayment>({
    id: unit.id('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: amount,
    created: unit.at,
    currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent.id, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });
}

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
  unit.tell('invoice.marked_uncollectible', invoice);
}

export function stopTrying(unit: Unit, invoice: Invoice): void {
  invoice.auto_advance = false;
  invoice.next_payment_attempt = null;
  invoice.automatically_finalizes_at = null;
  unit.undue('invoice.retry', invoice.id);
  unit.undue('invoice.finalize', invoice.id);
}

async function dropPayment(unit: Unit, invoice: Invoice): Promise<void> {
  const waiting = await defaultPayment(unit, invoice);
  if (!waiting) return;
  waiting.payment.status = 'canceled';
  waiting.payment.status_transitions.canceled_at = unit.at;
  if (waiting.intent.status !== 'canceled') cancelIntent(unit, waiting.intent, 'void_invoice');
}
