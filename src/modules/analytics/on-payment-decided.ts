import type { HeardEvent } from '../../platform/events/consumers.js';

export const PAYMENT_CAPTURED = 'billing.payment.captured';
export const PAYMENT_FAILED = 'billing.payment.failed';

/** The fields read here; the teller may tell more. */
interface PaymentCapturedHeard {
  readonly paymentId: string;
  readonly customerId: string | null;
  readonly minor: number;
  readonly currency: string;
}

interface PaymentFailedHeard extends PaymentCapturedHeard {
  readonly declineCode: string | null;
}

export interface PaymentTold {
  readonly payment_id: string;
  readonly customer_id: string | null;
  readonly state: 'succeeded' | 'failed';
  readonly minor: number;
  readonly currency: string;
  readonly decline_code: string | null;
  readonly decided_at: string;
}

/** How payments ended, one a payment: retries are one payment, and what succeeded once has succeeded. */
export function paymentsTold(events: readonly HeardEvent[]): PaymentTold[] {
  const decided = new Map<string, PaymentTold>();
  for (const event of events.filter(({ type }) => type === PAYMENT_CAPTURED || type === PAYMENT_FAILED)) {
    const payment = paymentOf(event);
    const known = decided.get(payment.payment_id);
    if (!known || overrules(payment, known)) decided.set(payment.payment_id, payment);
  }
  return [...decided.values()];
}

function paymentOf(event: HeardEvent): PaymentTold {
  const { paymentId, customerId, minor, currency, declineCode } = event.data as unknown as PaymentFailedHeard;
  return {
    payment_id: paymentId,
    customer_id: customerId,
    state: event.type === PAYMENT_CAPTURED ? 'succeeded' : 'failed',
    minor,
    currency,
    decline_code: declineCode ?? null,
    decided_at: event.occurredAt.toISOString(),
  };
}

function overrules(one: PaymentTold, other: PaymentTold): boolean {
  if (one.state !== other.state) return one.state === 'succeeded';
  // The first success and the last failure are the moments that count.
  return one.state === 'succeeded' ? one.decided_at < other.decided_at : one.decided_at > other.decided_at;
}
