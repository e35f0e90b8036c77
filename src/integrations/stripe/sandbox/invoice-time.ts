import { voidInvoice, writeOff } from './invoice-closing.js';
import { finalize } from './invoice-finalizing.js';
import { pay } from './invoice-paying.js';
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
  if (invoice.collection_method === 'charge_automatically') await pay(unit, invoice, { offSession: true });
}

/** A day on the retry schedule has come. */
export async function retryOnTime(unit: Unit, id: string): Promise<void> {
  const invoice = await unit.get('invoice', id);
  if (invoice.status === 'open') await pay(unit, invoice, { offSession: true });
}

function isOpen({ status }: Invoice): boolean {
  return status === 'open';
}
