import { isUtf8 } from 'node:buffer';
import type { Described } from './described-event.js';
import { describePayPal } from './paypal-described.js';
import { foldedWith, objectKey, type ProviderEvent } from '../fold.js';

interface Wire extends ProviderEvent {
  readonly account?: unknown;
  readonly api_version?: unknown;
}

interface ThinWire {
  readonly id: string;
  readonly type: string;
  readonly created: string;
  readonly livemode?: unknown;
  readonly context?: unknown;
  readonly related_object?: { readonly id?: unknown; readonly type?: unknown } | null;
}

/** Names we index and print: anything else is not an event of a provider we know. */
const NAME = /^[\x21-\x7e]{1,255}$/;
/** A preview carries an id of its own that nothing else will ever name. */
const ANNOUNCED = 'upcoming_';
const LAST_SECOND = 4_102_444_800;

/**
 * Reads a signed body. Nothing for what is not JSON or not an event: it is kept, but cannot be folded.
 * @param livemode of the account, where a provider's events do not say it themselves
 */
export function describeBody(provider: string, bytes: Buffer, livemode: boolean): Described | undefined {
  if (!isUtf8(bytes)) return undefined;
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    if (provider === 'paypal') return isRecord(body) ? describePayPal(body, livemode) : undefined;
    return describeEvent(provider, body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function describeEvent(provider: string, body: unknown): Described | undefined {
  if (!isRecord(body) || !isName(body['id']) || !isName(body['type'])) return undefined;
  return body['object'] === 'v2.core.event' ? thin(provider, body) : snapshot(provider, body);
}

function snapshot(provider: string, body: Record<string, unknown>): Described | undefined {
  const data = body['data'];
  if (!isRecord(data) || !isRecord(data['object']) || !isName(data['object']['object'])) return undefined;
  const { id, type, created, account, api_version: version } = body as unknown as Wire;
  if (!Number.isInteger(created) || created < 0 || created > LAST_SECOND) return undefined;

  const owner = isName(account) ? account : 'self';
  const bearer = bearerOf(data['object']);
  return {
    externalId: id,
    account: owner,
    type,
    objectKey: keyOf(data['object'], provider, owner),
    ...(bearer ? { bearerKey: objectKey(bearer.object, bearer.id, provider, owner) } : {}),
    occurredAt: new Date(created * 1000),
    apiVersion: isName(version) ? version : null,
    livemode: body['livemode'] === true,
    thin: false,
  };
}

function thin(provider: string, body: Record<string, unknown>): Described | undefined {
  const { id, type, created, related_object: related, context, livemode } = body as unknown as ThinWire;
  const occurredAt = new Date(created);
  if (Number.isNaN(occurredAt.getTime()) || occurredAt.getTime() < 0) return undefined;

  const account = isName(context) ? context : 'self';
  const object = isName(related?.type) ? related.type : 'event';
  return {
    externalId: id,
    account,
    type,
    objectKey: objectKey(object, isName(related?.id) ? related.id : id, provider, account),
    occurredAt,
    apiVersion: null,
    livemode: livemode === true,
    thin: true,
  };
}

/** Objects without an id of their own: the balance is one; a preview of an invoice belongs to its subscription. */
function keyOf(object: Record<string, unknown>, provider: string, account: string): string {
  const kind = String(object['object']);
  const whole =
    isName(object['id']) && !object['id'].startsWith(ANNOUNCED)
      ? foldedWith(object as ProviderEvent['data']['object'])
      : undefined;
  if (whole) return objectKey(whole.object, whole.id, provider, account);
  const owner = subscriptionOf(object) ?? object['subscription'] ?? object['customer'];
  return isName(owner) ? objectKey(`${kind}_preview`, owner, provider, account) : `${provider}:${account}:${kind}`;
}

/** A discount is shown with what it lowers the price of. */
function bearerOf({ object, subscription }: Record<string, unknown>): { object: string; id: string } | undefined {
  if (object !== 'discount' || !isName(subscription)) return undefined;
  return { object: 'subscription', id: subscription };
}

function subscriptionOf(object: Record<string, unknown>): unknown {
  const parent = object['parent'];
  const details = isRecord(parent) ? parent['subscription_details'] : undefined;
  return isRecord(details) ? details['subscription'] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}
