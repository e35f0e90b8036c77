import { OptionalProps, defineEntity, p } from '@mikro-orm/core';
import { DisputeDecided, EvidenceAlreadySubmitted, EvidenceLate } from './dispute.errors.js';

const DisputeSchema = defineEntity({
  name: 'Dispute',
  tableName: 'billing_dispute',
  indexes: [{ properties: ['createdAt', 'id'], name: 'billing_dispute_created_at_id_index' }],
  properties: {
    id: p.uuid().primary(),
    providerId: p.text().unique('billing_dispute_provider_id_unique'),
    paymentId: p.uuid().index('billing_dispute_payment_id_index'),
    chargeProviderId: p.text(),
    status: p.text(),
    reason: p.text(),
    minor: p.bigint('number'),
    currency: p.text(),
    /** Until when it can be answered. */
    dueBy: p.datetime().nullable(),
    /** The provider has taken the money, and not given it back. */
    isWithdrawn: p.boolean(),
    livemode: p.boolean(),
    createdAt: p.datetime(),
  },
});

/** A cardholder's bank takes a payment back, or asks about it. */
export class Dispute extends DisputeSchema.class {
  [OptionalProps]?: 'isGivenUp';

  /** There is nothing left that could be accepted. */
  get isGivenUp(): boolean {
    return this.status === 'lost' || this.status === 'warning_closed';
  }

  /** Whether the bank still listens. @throws EvidenceAlreadySubmitted, DisputeDecided, EvidenceLate */
  mustBeAnswerable(now: Date): void {
    if (SUBMITTED.has(this.status)) throw new EvidenceAlreadySubmitted(this.id);
    if (!OPEN.has(this.status)) throw new DisputeDecided(this.status);
    if (this.dueBy && this.dueBy.getTime() <= now.getTime()) throw new EvidenceLate(this.dueBy);
  }
}

const OPEN = new Set(['needs_response', 'warning_needs_response']);
const SUBMITTED = new Set(['under_review', 'warning_under_review']);

DisputeSchema.setClass(Dispute);
