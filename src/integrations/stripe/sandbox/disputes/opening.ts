import { book } from '../balance.js';
import { cardBehind } from '../charges.js';
import type { Unit } from '../unit.js';
import type { Charge, Dispute } from '../wire.js';
import { NO_EVIDENCE } from './evidence.js';

const DAY = 86_400;
/** What a dispute costs; it comes back when the dispute is won. */
const FEE = 1500;
/** How long there is to answer. */
const DEADLINE = 7 * DAY;

/** Why cardholders' banks say they dispute. Source: docs.stripe.com/disputes/categories. */
const REASON_CODES: Readonly<Record<string, string>> = { fraudulent: '10.4', product_not_received: '13.1' };

/** The owner of the card disputes a charge, or only asks about it; what was asked of a charge given back is gone. */
export async function openDispute(unit: Unit, chargeId: string): Promise<void> {
  const charge = await unit.get('charge', chargeId);
  const kind = cardBehind(charge)?.dispute;
  if (!kind || charge.disputed || charge.refunded) return;
  const inquiry = kind === 'inquiry';
  const dispute = unit.add(blank(unit, charge, inquiry ? 'fraudulent' : kind));
  charge.disputed = true;
  if (inquiry) ask(dispute);
  unit.due('dispute.deadline', dispute.id, unit.at + DEADLINE);
  if (!inquiry) withdraw(unit, dispute);
  unit.created(dispute, 'charge.dispute.created');
  if (!inquiry) unit.tell('charge.dispute.funds_withdrawn', dispute);
}

/** An inquiry that became a dispute: now the money is taken. */
export function escalate(unit: Unit, dispute: Dispute): void {
  dispute.status = 'needs_response';
  dispute.is_charge_refundable = false;
  if (dispute.payment_method_details?.card) dispute.payment_method_details.card.case_type = 'chargeback';
  dispute.evidence_details.due_by = unit.at + DEADLINE;
  unit.due('dispute.deadline', dispute.id, unit.at + DEADLINE);
  withdraw(unit, dispute);
  unit.tell('charge.dispute.funds_withdrawn', dispute);
}

function ask(dispute: Dispute): void {
  dispute.status = 'warning_needs_response';
  dispute.is_charge_refundable = true;
  if (dispute.payment_method_details?.card) dispute.payment_method_details.card.case_type = 'inquiry';
}

function withdraw(unit: Unit, dispute: Dispute): void {
  move(unit, dispute, -1, 'dispute');
}

/** The bank has decided for us: the money and the fee are back. */
export function reinstate(unit: Unit, dispute: Dispute): void {
  move(unit, dispute, 1, 'dispute_reversal');
  unit.tell('charge.dispute.funds_reinstated', dispute);
}

function move(unit: Unit, dispute: Dispute, sign: 1 | -1, category: string): void {
  const moved = book(unit, {
    source: dispute.id,
    type: 'adjustment',
    category,
    amount: sign * dispute.amount,
    currency: dispute.currency,
    fee: { amount: -sign * FEE, description: 'Dispute fee' },
    description: `${sign < 0 ? 'Chargeback withdrawal' : 'Chargeback reversal'} for ${String(dispute.charge)}`,
  });
  dispute.balance_transactions.push({ ...moved, status: 'available' });
}

function blank(unit: Unit, charge: Charge, reason: string): Dispute {
  const brand = charge.payment_method_details?.card?.brand ?? 'visa';
  const code = REASON_CODES[reason] ?? null;
  return {
    id: unit.id('du'),
    object: 'dispute',
    amount: charge.amount - charge.amount_refunded,
    balance_transactions: [],
    charge: charge.id,
    created: unit.at,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: structuredClone(NO_EVIDENCE),
    evidence_details: {
      due_by: unit.at + DEADLINE,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    network_reason_code: code,
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: { brand, case_type: 'chargeback', network: brand, network_reason_code: code },
      type: 'card',
    },
    reason,
    status: 'needs_response',
  };
}
