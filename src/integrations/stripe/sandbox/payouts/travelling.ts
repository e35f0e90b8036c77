import { book } from '../balance.js';
import type { Unit } from '../unit.js';
import type { Payout } from '../wire.js';
import { scheduleOf } from './schedule.js';

/** The bank has it now; it can no longer be cancelled. */
export async function send(unit: Unit, id: string): Promise<void> {
  const payout = await unit.get('payout', id);
  if (payout.status === 'pending') payout.status = 'in_transit';
}

/** What an automatic payout is made of can be listed from now on. */
export async function reconcile(unit: Unit, id: string): Promise<void> {
  const payout = await unit.get('payout', id);
  payout.reconciliation_status = 'completed';
  unit.tell('payout.reconciliation_completed', payout);
}

/** It is in the bank, or the bank would not have it and it is in the balance again. */
export async function arrive(unit: Unit, id: string): Promise<void> {
  const payout = await unit.get('payout', id);
  if (payout.status === 'canceled') return;
  const schedule = await scheduleOf(unit);
  if (schedule?.fails) {
    const code = schedule.fails;
    schedule.fails = null;
    return bounce(unit, payout, code);
  }
  payout.status = 'paid';
  unit.tell('payout.paid', payout);
}

function bounce(unit: Unit, payout: Payout, code: string): void {
  payout.status = 'failed';
  payout.failure_code = code;
  payout.failure_message = 'The bank could not take this payout.';
  payout.failure_balance_transaction = giveBack(unit, payout, 'payout_failure');
  unit.tell('payout.failed', payout);
}

export function giveBack(unit: Unit, payout: Payout, type: 'payout_failure' | 'payout_cancel'): string {
  const { id: source, amount, currency } = payout;
  return book(unit, { source, type, amount, currency, description: 'STRIPE PAYOUT' }).id;
}
