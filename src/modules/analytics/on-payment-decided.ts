import type { HeardEvent } from '../../platform/events/consumers.js';

export const PAYMENT_AUTHORIZED = 'billing.payment.authorized';
export const PAYMENT_CANCELED = 'billing.payment.canceled';
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

/** What an event says of its payment, and how much that counts: what failed counts as failed until it succeeds. */
const STATES = {
  [PAYMENT_AUTHORIZED]: 'authorized',
  [PAYMENT_CANCELED]: 'canceled',
  [PAYMENT_FAILED]: 'failed',
  [PAYMENT_CAPTURED]: 'succeeded',
} as const;

type State = (typeof STATES)[keyof typeof STATES];

/** The later overrules the earlier, whatever came first. */
export const BY_WEIGHT: readonly State[] = Object.values(STATES);

export interface PaymentTold {
  readonly payment_id: string;
  readonly customer_id: string | null;
  readonly state: State;
  readonly minor: number;
  readonly currency: string;
  readonly decline_code: string | null;
  readonly decided_at: string;
}

/** How payments stand, one a payment: retries are one payment, and what succeeded once has succeeded. */
export function paymentsTold(events: readonly HeardEvent[]): PaymentTold[] {
  const decided = new Map<string, PaymentTold>();
  for (const event of events) {
    const state = (STATES as Record<string, State>)[event.type];
    if (!state) continue;
    const payment = paymentOf(event, state);
    const known = decided.get(payment.payment_id);
    if (!known || overrules(payment, known)) decided.set(payment.payment_id, payment);
  }
  return [...decided.values()];
}

function paymentOf(event: HeardEvent, state: State): PaymentTold {
  const { paymentId, customerId, minor, currency, declineCode } = event.data as unknown as PaymentFailedHeard;
  return {
    payment_id: paymentId,
    customer_id: customerId,
    state,
    minor,
    currency,
    decline_code: declineCode ?? null,
    decided_at: event.occurredAt.toISOString(),
  };
}

function overrules(one: PaymentTold, other: PaymentTold): boolean {
  if (one.state !== other.state) return BY_WEIGHT.indexOf(one.state) > BY_WEIGHT.indexOf(other.state);
  // The first success, and the last of everything else, are the moments that count.
  return one.state === 'succeeded' ? one.decided_at < other.decided_at : one.decided_at > other.decided_at;
}
