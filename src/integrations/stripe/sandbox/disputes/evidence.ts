import type { Params } from '../params.js';
import type { Dispute } from '../wire.js';

/** Every kind of evidence; none of it given yet. */
export const NO_EVIDENCE = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
} satisfies Dispute['evidence'];

/** Takes in the evidence a call brings; an empty text takes a piece back. */
export function writeEvidence(dispute: Dispute, params: Params): void {
  const given = params.below('evidence');
  if (!given) return;
  for (const name of Object.keys(NO_EVIDENCE) as (keyof typeof NO_EVIDENCE)[]) {
    if (name !== 'enhanced_evidence' && given.has(name)) dispute.evidence[name] = given.text(name) ?? null;
  }
  given.done();
  dispute.evidence_details.has_evidence = Object.values(dispute.evidence).some((one) => typeof one === 'string');
}
