import type { Unit } from '../unit.js';
import type { Dispute } from '../wire.js';
import { escalate, reinstate } from './opening.js';

const DAY = 86_400;
/** How long the bank thinks about evidence that says nothing in particular. Then it decides against us. */
const REVIEW = 60 * DAY;

/** What the bank makes of evidence. These words decide at once, as in Stripe's test mode: docs.stripe.com/testing#evidence. */
const VERDICTS: Readonly<Record<string, 'won' | 'lost' | 'escalated'>> = {
  winning_evidence: 'won',
  losing_evidence: 'lost',
  escalate_inquiry_evidence: 'escalated',
};

export function isInquiry({ status }: Dispute): boolean {
  return status.startsWith('warning_');
}

export function isOpen({ status }: Dispute): boolean {
  return status === 'needs_response' || status === 'warning_needs_response';
}

/** The evidence goes to the bank. */
export function submit(unit: Unit, dispute: Dispute): void {
  dispute.evidence_details.submission_count += 1;
  dispute.evidence_details.submission_method = 'manual';
  dispute.status = isInquiry(dispute) ? 'warning_under_review' : 'under_review';
  unit.undue('dispute.deadline', dispute.id);
  unit.settle();
  const verdict = VERDICTS[dispute.evidence.uncategorized_text ?? ''];
  if (verdict === 'escalated' && isInquiry(dispute)) escalate(unit, dispute);
  else if (verdict) decide(unit, dispute, verdict === 'won');
  else unit.due('dispute.decide', dispute.id, unit.at + REVIEW);
}

/** Ends a dispute. An inquiry only ends: no money has moved. */
export function decide(unit: Unit, dispute: Dispute, won: boolean): void {
  unit.undue('dispute.deadline', dispute.id);
  unit.undue('dispute.decide', dispute.id);
  const inquiry = isInquiry(dispute);
  dispute.status = inquiry ? 'warning_closed' : won ? 'won' : 'lost';
  if (won && !inquiry) reinstate(unit, dispute);
  unit.tell('charge.dispute.closed', dispute);
}

/** Nobody has answered in time. */
export async function decideAtDeadline(unit: Unit, id: string): Promise<void> {
  const dispute = await unit.get('dispute', id);
  if (!isOpen(dispute)) return;
  dispute.evidence_details.past_due = true;
  decide(unit, dispute, false);
}

export async function endReview(unit: Unit, id: string): Promise<void> {
  decide(unit, await unit.get('dispute', id), false);
}
