import { objectKey } from '../fold.js';
import type { Described } from './described-event.js';

interface Wire {
  readonly id: string;
  readonly event_type: string;
  readonly create_time: string;
  readonly resource_type?: unknown;
  readonly resource?: Readonly<Record<string, unknown>> | null;
}

/** Beginnings of types and the object they are about; of all others it is what PayPal calls the resource. */
const OBJECTS: readonly (readonly [beginning: string, object: string])[] = [
  ['CHECKOUT.ORDER.', 'order'],
  ['PAYMENT.CAPTURE.', 'capture'],
  ['PAYMENT.REFUND.', 'refund'],
  ['CUSTOMER.DISPUTE.', 'dispute'],
];

const NAME = /^[\x21-\x7e]{1,255}$/;

/** Whether a type is one whose meaning will matter: an order, a capture, a refund or a dispute. */
export function isOfConcern(type: string): boolean {
  return OBJECTS.some(([beginning]) => type.startsWith(beginning));
}

/** Reads a signed body of PayPal's. Nothing for what is not an event. */
export function describePayPal(body: unknown, livemode: boolean): Described | undefined {
  const { id, event_type: type, create_time: time, resource_type: kind, resource } = body as Wire;
  if (![id, type].every((name) => typeof name === 'string' && NAME.test(name))) return undefined;
  const occurredAt = new Date(time);
  if (typeof time !== 'string' || Number.isNaN(occurredAt.getTime()) || occurredAt.getTime() < 0) return undefined;

  const named = OBJECTS.find(([beginning]) => type.startsWith(beginning))?.[1] ?? kind;
  const object = typeof named === 'string' && NAME.test(named) ? named : 'event';
  const about = resource?.['dispute_id'] ?? resource?.['id'];
  const name = typeof about === 'string' && NAME.test(about) ? about : id;
  return {
    externalId: id,
    account: 'self',
    type,
    objectKey: objectKey(object, name, 'paypal'),
    ...{ occurredAt, apiVersion: null, livemode, thin: false },
  };
}
