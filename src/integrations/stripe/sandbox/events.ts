import { Stripe } from 'stripe';
import type { DeliveryRow, EventRow } from './store.js';
import { shown } from './embedded.js';
import { mark } from './ids.js';
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
  discount: 'customer.discount.updated',
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

/** Names under which a change is told; a refund's by an older one as well. */
export function updatedEvents(object: Stored): readonly string[] {
  const type = UPDATED[object.object];
  if (type === undefined || 'deleted' in object) return [];
  return type === 'refund.updated' ? [type, 'charge.refund.updated'] : [type];
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

/** A payee's account is no longer ours: the event shows the program they have shut out, and names the account. */
export const DEAUTHORIZED = 'account.application.deauthorized';
const APPLICATION = { id: `ca_${mark('application')}`, object: 'application', name: 'Local sandbox' };

/** The bytes of an event: the same for every delivery and for the list of events. */
export function renderEvent({ id, type, object, previous, at, cause, endpoints }: Telling): string {
  return JSON.stringify({
    id,
    object: 'event',
    // What happens at a payee's account is told with its name.
    ...(object.object === 'account' ? { account: object.id } : {}),
    api_version: Stripe.API_VERSION,
    created: at,
    data: {
      object: type === DEAUTHORIZED ? APPLICATION : shown(object),
      ...(previous && { previous_attributes: previous }),
    },
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
