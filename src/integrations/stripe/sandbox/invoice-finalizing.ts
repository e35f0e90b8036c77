import { moveBalance } from './balance-of-customer.js';
import { useUp } from './coupons/discounts.js';
import { countAgain } from './meters/usage-lines.js';
import { newIntent } from './intent.js';
import { markPaid } from './invoice-settling.js';
import { settingsOf } from './settings/account-settings.js';
import { invalid } from './sandbox.errors.js';
import type { Unit } from './unit.js';
import type { Invoice, InvoicePayment, PaymentIntent } from './wire.js';

const DAY = 86_400;

/** Makes a draft owed: numbered, the customer's balance applied, a payment waiting; what is nothing is paid at once. */
export async function finalize(unit: Unit, invoice: Invoice): Promise<void> {
  if (invoice.status !== 'draft') throw invalid('This invoice is already finalized.', { code: 'invoice_not_editable' });
  unit.undue('invoice.finalize', invoice.id);
  await countAgain(unit, invoice);
  unit.state.invoiceNumber += 1;
  invoice.number = `SANDBOX-${String(unit.state.invoiceNumber).padStart(6, '0')}`;
  invoice.status = 'open';
  invoice.automatically_finalizes_at = null;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.finalized_at = unit.at;
  invoice.effective_at = unit.at;
  await applyBalance(unit, invoice);
  if (invoice.amount_due > 0) await addPayment(unit, invoice);
  await useUp(unit, invoice);
  unit.tell('invoice.finalized', invoice);
  if (invoice.amount_due === 0) await markPaid(unit, invoice);
  else await awaitDueDate(unit, invoice);
}

async function awaitDueDate(unit: Unit, { id, due_date: due, collection_method: method }: Invoice): Promise<void> {
  if (due === null || method !== 'send_invoice') return;
  const { due_notice_days: days } = await settingsOf(unit);
  const notice = due - days * DAY;
  unit.due('invoice.overdue', id, due);
  if (days > 0 && notice > unit.at) unit.due('invoice.notice', id, notice);
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
  const intent: PaymentIntent = {
    ...newIntent(unit, { amount, currency, customer, description: purposeOf(invoice) }),
    automatic_payment_methods: null,
    capture_method: 'automatic',
    payment_details: { customer_reference: null, order_reference: invoice.id.slice(0, 25) },
    setup_future_usage: invoice.parent?.subscription_details ? 'off_session' : null,
  };
  unit.add(intent, 'payment_intent.created');
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

function purposeOf({ billing_reason: reason }: Invoice): string {
  if (reason === 'subscription_create') return 'Subscription creation';
  return reason === 'manual' ? 'Payment for Invoice' : 'Subscription update';
}
