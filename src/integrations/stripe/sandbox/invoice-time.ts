import { defaultPayment, voidInvoice, writeOff } from './invoice-closing.js';
import { finalize } from './invoice-finalizing.js';
import { methodFor, pay } from './invoice-paying.js';
import { failedAttempt } from './invoice-settling.js';
import { isHard } from './settings/retries.js';
import { subscriptionLate } from './subscription-standing.js';
import type { Unit } from './unit.js';
import type { Invoice } from './wire.js';

/** An hour after its making a draft is finalised and collected, unless its subscription's collection is paused. */
export async function finalizeOnTime(unit: Unit, id: string): Promise<void> {
  const invoice = await unit.get('invoice', id);
  if (invoice.status !== 'draft') return;
  const subscription = await unit.maybe('subscription', invoice.parent?.subscription_details?.subscription);
  await finalize(unit, invoice);
  // Paying it may already have happened: an invoice of nothing is paid by being finalised.
  if (!isOpen(invoice)) return;
  const pause = subscription?.pause_collection?.behavior;
  if (pause === 'void') return voidInvoice(unit, invoice);
  if (pause === 'mark_uncollectible') return writeOff(unit, invoice, 'subscription_paused');
  if (invoice.collection_method === 'send_invoice') unit.tell('invoice.sent', invoice);
  else await pay(unit, invoice, { offSession: true });
}

/** A day on the retry schedule has come. */
export async function retryOnTime(unit: Unit, id: string): Promise<void> {
  const invoice = await unit.get('invoice', id);
  if (invoice.status !== 'open') return;
  if (await wouldRepeat(unit, invoice)) await failedAttempt(unit, invoice, false);
  else await pay(unit, invoice, { offSession: true });
}

/** Whether the card is still the one that was refused for good. */
async function wouldRepeat(unit: Unit, invoice: Invoice): Promise<boolean> {
  const waiting = await defaultPayment(unit, invoice);
  const error = waiting?.intent.last_payment_error;
  const method = await methodFor(unit, invoice);
  return isHard(error?.decline_code) && error?.payment_method?.id === method?.id;
}

/** Some days before an unpaid invoice falls due. */
export async function noticeDue(unit: Unit, id: string): Promise<void> {
  const invoice = await unit.get('invoice', id);
  if (isOpen(invoice)) unit.tell('invoice.will_be_due', invoice);
}

/** The day it was to be paid has passed; its subscription is behind. */
export async function passDue(unit: Unit, id: string): Promise<void> {
  const invoice = await unit.get('invoice', id);
  if (!isOpen(invoice)) return;
  unit.tell('invoice.overdue', invoice);
  await subscriptionLate(unit, invoice);
}

function isOpen({ status }: Invoice): boolean {
  return status === 'open';
}
