import type { BalanceTransaction, Stored } from '../wire.js';

/** Which payout took a movement along. Beside the object, since Stripe shows it as a filter only. */
const PAYOUT = Symbol('payout');

type Marked = Stored & { [PAYOUT]?: string };

export function payoutOf(movement: Stored): string | null {
  return (movement as Marked)[PAYOUT] ?? null;
}

export function markTaken(movement: BalanceTransaction, payout: string): void {
  (movement as Marked)[PAYOUT] = payout;
}
