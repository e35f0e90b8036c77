import { book } from '../balance.js';
import { HOME } from '../rates.js';
import { mark } from '../ids.js';
import type { Unit } from '../unit.js';
import type { Payout } from '../wire.js';
import { markTaken } from './taken.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;

interface Wish {
  readonly amount: number;
  readonly automatic: boolean;
  readonly description: string | null;
}

/** Money that leaves for the bank: gone from the balance at once, on its way an hour later, there at the second midnight. */
export function payOut(unit: Unit, { amount, automatic, description }: Wish): Payout {
  const id = unit.id('po');
  const movement = book(unit, {
    source: id,
    type: 'payout',
    amount: -amount,
    currency: HOME,
    description: 'STRIPE PAYOUT',
  });
  if (automatic) markTaken(movement, id);
  const payout = unit.add<Payout>({
    ...structuredClone(UNUSED),
    id,
    amount,
    arrival_date: Math.floor(unit.at / DAY) * DAY + 2 * DAY,
    automatic,
    balance_transaction: movement.id,
    created: unit.at,
    currency: HOME,
    description,
    reconciliation_status: automatic ? 'in_progress' : 'not_applicable',
  });
  unit.due('payout.send', id, unit.at + HOUR);
  unit.due('payout.arrive', id, payout.arrival_date);
  if (automatic) unit.due('payout.reconcile', id, unit.at + HOUR);
  return payout;
}

/** What a payout of this account has not, or not yet. */
const UNUSED = {
  object: 'payout',
  application_fee: null,
  application_fee_amount: null,
  destination: `ba_1${mark('bank')}`,
  failure_balance_transaction: null,
  failure_code: null,
  failure_message: null,
  livemode: false,
  metadata: {},
  method: 'standard',
  original_payout: null,
  payout_method: null,
  reversed_by: null,
  source_type: 'card',
  statement_descriptor: null,
  status: 'pending',
  trace_id: null,
  type: 'bank_account',
} satisfies Partial<Payout>;
