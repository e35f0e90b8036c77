import { ApiProperty } from '@nestjs/swagger';
import { rule } from '../../../platform/http/dto.js';
import type { Fault } from '../../../platform/http/broken-rules.js';

/** What banks read: texts, no files. */
export const EVIDENCE = [
  ...['access_activity_log', 'billing_address', 'cancellation_policy_disclosure', 'cancellation_rebuttal'],
  ...['customer_email_address', 'customer_name', 'customer_purchase_ip', 'duplicate_charge_explanation'],
  ...['product_description', 'refund_policy_disclosure', 'refund_refusal_explanation', 'service_date'],
  ...['shipping_address', 'shipping_carrier', 'shipping_date', 'shipping_tracking_number', 'uncategorized_text'],
];

function fault(value: unknown): Fault | undefined {
  const why = whyNot(value);
  return why === undefined ? undefined : { code: 'request/is-evidence', detail: `The evidence ${why}.` };
}

function whyNot(value: unknown): string | undefined {
  const members = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (members.length === 0) return 'must be an object of texts';
  const wrong = members.find(([name, text]) => !EVIDENCE.includes(name) || typeof text !== 'string' || !text);
  if (wrong) return `has ${wrong[0]}, which holds no text or is not one of ${EVIDENCE.join(', ')}`;
  const length = members.reduce((sum, [, text]) => sum + String(text).length, 0);
  return length > 150_000 ? 'holds more than 150000 characters' : undefined;
}

export class EvidenceBody {
  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(EVIDENCE.map((name) => [name, { type: 'string' }])),
    additionalProperties: false,
    example: { product_description: 'A year of Professional.', service_date: '2026-03-01' },
  })
  @rule('isEvidence', fault)
  evidence: Record<string, string>;
}
