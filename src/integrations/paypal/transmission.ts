import { verify, type KeyObject } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What the headers of a delivery say of how it is signed. */
export interface Transmission {
  readonly id: string;
  readonly time: string;
  readonly signature: string;
  readonly certificateUrl: string;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const ALGORITHM = 'SHA256withRSA';
const HOSTS = new Set(['api.paypal.com', 'api.sandbox.paypal.com']);
const CERTIFICATE = /^\/v1\/notifications\/certs\/[A-Za-z0-9_-]{1,100}$/;
/** Minutes a delivery may be ahead of us; how old it may be is not bounded, for its id guards against repetition. */
const AHEAD = 5;

/** The headers that are kept with a delivery: with them it can be verified again. */
export const KEPT_HEADERS = [
  'paypal-transmission-id',
  'paypal-transmission-time',
  'paypal-transmission-sig',
  'paypal-cert-url',
  'paypal-auth-algo',
] as const;

/** Reads how a delivery is signed; nothing where that is not as PayPal signs, before anything is fetched for it. */
export function transmissionOf(headers: Headers, wall: Date): Transmission | undefined {
  const [id, time, signature, certificateUrl, algorithm] = KEPT_HEADERS.map((name) => headers[name]);
  if (typeof id !== 'string' || typeof time !== 'string' || typeof signature !== 'string') return undefined;
  if (typeof certificateUrl !== 'string' || !isPayPals(certificateUrl) || algorithm !== ALGORITHM) return undefined;

  const at = Date.parse(time);
  if (Number.isNaN(at) || at > wall.getTime() + AHEAD * 60_000) return undefined;
  return { id, time, signature, certificateUrl };
}

/**
 * Whether these bytes were signed for this webhook. The id comes from our configuration, never from the request.
 * Source: developer.paypal.com/api/rest/webhooks/rest, "self verification".
 */
export function isSigned(
  body: Buffer,
  { id, time, signature }: Transmission,
  webhookId: string,
  key: KeyObject,
): boolean {
  const text = `${id}|${time}|${webhookId}|${crc32(body)}`;
  return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

/** Otherwise anybody could sign with a certificate of his own. */
function isPayPals(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, pathname } = new URL(address);
  // Spelled the one way: each other spelling would be a further address to fetch from.
  return HOSTS.has(hostname) && CERTIFICATE.test(pathname) && address === `https://${hostname}${pathname}`;
}
