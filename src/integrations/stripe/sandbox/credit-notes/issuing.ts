import { moveBalance } from '../balance-of-customer.js';
import { defaultPayment, dropPayment } from '../invoice-closing.js';
import { markPaid } from '../invoice-settling.js';
import { Params } from '../params.js';
import { createRefund } from '../refunds.js';
import { invalid } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { CreditNote, Invoice, Refund } from '../wire.js';
import type { Ways } from './credit-note.js';

/** Makes a credit note count: less is owed, or the money goes back. */
export async function issue(unit: Unit, note: CreditNote, ways: Ways): Promise<void> {
  const invoice = await unit.get('invoice', note.invoice);
  unit.add(note);
  if (note.type === 'pre_payment') {
    invoice.pre_payment_credit_notes_amount += note.total;
    await owe(unit, invoice, -note.total);
  } else {
    invoice.post_payment_credit_notes_amount += note.total;
    await giveBack(unit, note, ways);
  }
  unit.created(note, 'credit_note.created');
}

/** Takes a note on an open invoice back: it is owed again. */
export async function withdraw(unit: Unit, note: CreditNote): Promise<void> {
  const invoice = await unit.get('invoice', note.invoice);
  if (note.status === 'void' || note.type !== 'pre_payment' || invoice.status !== 'open') {
    throw invalid('Only a credit note on an invoice that is still open can be voided.');
  }
  note.status = 'void';
  note.voided_at = unit.at;
  invoice.pre_payment_credit_notes_amount -= note.total;
  await owe(unit, invoice, note.total);
  unit.tell('credit_note.voided', note);
}

async function owe(unit: Unit, invoice: Invoice, more: number): Promise<void> {
  invoice.amount_due += more;
  invoice.amount_remaining += more;
  const waiting = await defaultPayment(unit, invoice);
  if (invoice.amount_remaining === 0) {
    if (waiting) await dropPayment(unit, invoice);
    await markPaid(unit, invoice);
  } else if (waiting) {
    waiting.payment.amount_requested = invoice.amount_remaining;
    waiting.intent.amount = invoice.amount_remaining;
  }
}

async function giveBack(unit: Unit, note: CreditNote, { refund, credit, linked }: Ways): Promise<void> {
  const customer = await unit.get('customer', note.customer);
  if (credit > 0) {
    const move = { amount: -credit, currency: note.currency, type: 'credit_note' as const, invoice: note.invoice };
    note.customer_balance_transaction = moveBalance(unit, customer, { ...move, creditNote: note.id }).id;
  }
  if (refund > 0) {
    const params = new Params({ payment_intent: await paidBy(unit, note.invoice), amount: String(refund) });
    const made = (await createRefund(unit, params)) as Refund;
    note.refunds.push(entry(made.id, refund));
  }
  for (const { refund: id, amount } of linked) {
    note.refunds.push(entry((await unit.get('refund', id, 'refunds[0][refund]')).id, amount));
  }
}

function entry(refund: string, amount: number): CreditNote['refunds'][number] {
  return { amount_refunded: amount, payment_record_refund: null, refund, type: 'refund' };
}

async function paidBy(unit: Unit, invoice: string): Promise<string> {
  const payments = await unit.find('invoice_payment', 'parent', invoice);
  const paid = payments.find(({ status }) => status === 'paid');
  if (!paid?.payment.payment_intent) {
    throw invalid('This invoice was not paid by a payment that could be refunded.', { param: 'refund_amount' });
  }
  return paid.payment.payment_intent;
}
