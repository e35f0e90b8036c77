import { createHmac, timingSafeEqual } from 'node:crypto';
import { SignatureInvalid } from './signature.errors.js';

export interface SigningSecret {
  /** What an operator calls it; kept with what it signed. */
  readonly label: string;
  readonly secret: string;
}

/** Seconds a delivery may be old, or ahead of us. The SDK's own check lets any future pass. */
const TOLERANCE = 300;

/**
 * Holds the signed bytes against each secret in turn, in constant time. One matching `v1` of several is enough, `v0` is
 * none. Source: docs.stripe.com/webhooks#verify-manually.
 * @returns the label of the secret
 * @throws SignatureInvalid
 */
export function verify(
  body: Buffer | string,
  header: string | undefined,
  secrets: readonly SigningSecret[],
  wall: Date,
  tolerance = TOLERANCE,
): string {
  if (tolerance <= 0)
    throw new RangeError('A tolerance of nothing would switch the check off elsewhere; it is refused.');
  const { at, signatures } = parse(header ?? '');
  const age = wall.getTime() / 1000 - at;
  if (signatures.length === 0 || !(Math.abs(age) <= tolerance)) throw new SignatureInvalid();

  const signer = secrets.find(({ secret }) => secret.trim() !== '' && matches(body, at, secret, signatures));
  if (!signer) throw new SignatureInvalid();
  return signer.label;
}

function parse(header: string): { at: number; signatures: Buffer[] } {
  const pairs = header.split(',').map((pair) => pair.trim().split('=', 2) as [string, string?]);
  const time = pairs.find(([name]) => name === 't')?.[1] ?? '';
  const signatures = pairs.filter(([name, value]) => name === 'v1' && /^[0-9a-f]{64}$/.test(value ?? ''));
  return {
    at: /^\d{1,12}$/.test(time) ? Number(time) : NaN,
    signatures: signatures.map(([, value = '']) => Buffer.from(value, 'hex')),
  };
}

function matches(body: Buffer | string, at: number, secret: string, signatures: readonly Buffer[]): boolean {
  const expected = createHmac('sha256', secret).update(`${at}.`).update(body).digest();
  return signatures.some((signature) => timingSafeEqual(signature, expected));
}
