import { completeWaiting } from '../checkout/completing.js';
import { authenticate } from '../confirming.js';
import { authenticateSetup } from '../setup/confirming.js';
import type { Unit } from '../unit.js';

/** What the buyer says to a payment or a card that wants to be confirmed. @returns false when nothing was asked */
export async function answerAction(unit: Unit, id: string, passed: boolean): Promise<boolean> {
  const payment = await unit.maybe('payment_intent', id);
  if (payment?.status === 'requires_action') {
    await authenticate(unit, payment, passed);
    await completeWaiting(unit, id);
    return true;
  }
  const setup = await unit.maybe('setup_intent', id);
  if (setup?.status !== 'requires_action') return false;
  await authenticateSetup(unit, setup, passed);
  await completeWaiting(unit, id);
  return true;
}
