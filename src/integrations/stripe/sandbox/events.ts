import { Stripe } from 'stripe';
import type { DeliveryRow, EventRow } from './store.js';
import type { Stored, WebhookEndpoint } from './wire.js';

/** The call that made things happen; a due item has none. */
export interface Cause {
  request: string | null;
  idempotencyKey: string | null;
}

/** The event that carries a change of an object as an edge with `previous_attributes`. */
const UPDATED: Readonly<Record<string, string>> = {
  account: 'account.updated',
  'billing.meter': 'billing.meter.updated',
  'billing_portal.configuration': 'billing_portal.configuration.updated',
  charge: 'charge.updated',
  coupon: 'coupon.updated',
  credit_note: 'credit_note.updated',
  customer: 'customer.updated',
  dispute: 'charge.dispute.updated',
  invoice: 'invoice.updated',
  payment_method: 'payment_method.updated',
  payout: 'payout.updated',
  price: 'price.updated',
  product: 'product.updated',
  promotion_code: 'promotion_code.updated',
  'radar.early_fraud_warning': 'radar.early_fraud_warning.updated',
  refund: 'refund.updated',
  subscription: 'customer.subscription.updated',
  subscription_schedule: 'subscription_schedule.updated',
  tax_rate: 'tax_rate.updated',
  transfer: 'transfer.updated',
};

/** Events that themselves tell of the change they come with; no `updated` goes before them. */
export const TELLING: ReadonlySet<string> = new Set([
  'billing.meter.deactivated',
  'billing.meter.reactivated',
  'charge.captured',
  'charge.expired',
  'charge.refunded',
  'credit_note.voided',
  'customer.discount.deleted',
  'customer.subscription.deleted',
  'payment_method.attached',
  'payment_method.detached',
  'refund.failed',
  'subscription_schedule.aborted',
  'subscription_schedule.canceled',
  'subscription_schedule.completed',
  'subscription_schedule.released',
  'transfer.reversed',
]);

export function updatedEvent(object: Stored): string | undefined {
  return UPDATED[object.object];
}

interface Telling {
  id: string;
  type: string;
  object: Stored;
  previous: Record<string, unknown> | undefined;
  at: number;
  cause: Cause;
  endpoints: readonly WebhookEndpoint[];
}

/** The bytes of an event: the same for every delivery and for the list of events. */
export function renderEvent({ id, type, object, previous, at, cause, endpoints }: Telling): string {
  return JSON.stringify({
    id,
    object: 'event',
    // What happens at a payee's account is told with its name.
    ...(object.object === 'account' ? { account: object.id } : {}),
    api_version: Stripe.API_VERSION,
    created: at,
    data: previous ? { object, previous_attributes: previous } : { object },
    livemode: false,
    pending_webhooks: endpoints.filter((endpoint) => wants(endpoint, type)).length,
    request: { id: cause.request, idempotency_key: cause.idempotencyKey },
    type,
  });
}

/** @param sentAt business time in seconds */
export function matching(endpoints: readonly WebhookEndpoint[], event: EventRow, sentAt: number): DeliveryRow[] {
  const due_at = new Date(sentAt * 1000).toISOString();
  return endpoints
    .filter((endpoint) => wants(endpoint, event.type))
    .map((endpoint) => ({ event: event.id, endpoint: endpoint.id, seq: event.seq, due_at }));
}

function wants({ status, enabled_events: names }: WebhookEndpoint, type: string): boolean {
  return status === 'enabled' && (names.includes('*') || names.includes(type));
}
