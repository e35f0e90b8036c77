import { invalid } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { Charge } from '../wire.js';
import { decide, isInquiry } from './deciding.js';

/** @throws charge_disputed while a dispute holds the money, and after it was lost */
export async function refuseDisputed(unit: Unit, charge: Charge): Promise<void> {
  if (!charge.disputed) return;
  const [dispute] = await unit.find('dispute', 'parent', charge.id);
  if (!dispute || isInquiry(dispute) || dispute.status === 'won') return;
  throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
}

/** All of it was given back: nothing is left to ask about or to warn of. */
export async function settleByRefund(unit: Unit, charge: Charge): Promise<void> {
  if (!charge.refunded) return;
  for (const warning of await unit.find('radar.early_fraud_warning', 'parent', charge.id)) warning.actionable = false;
  if (!charge.disputed) return;
  for (const dispute of await unit.find('dispute', 'parent', charge.id)) {
    if (isInquiry(dispute) && dispute.status !== 'warning_closed') decide(unit, dispute, false);
  }
}
