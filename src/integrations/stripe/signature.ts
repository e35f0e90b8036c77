import { createHmac, timingSafeEqual } from 'node:crypto';
import { SignatureInvalid } from './signature.errors.js';

export interface SigningSecret {
  /** What an operator calls it; kept with what it signed. */
  readonly label: string;
  readonly secret: string;
}

/** Seconds a delivery may be old, or ahead of us. The SDK's own check lets any future pass. */
const TOLERANCE = 300;
const PAIR = /(?:^|,)\s*(t|v1)=([^,\s]*)/g;
const TIME = /^\d{1,12}$/;
const SIGNATURE = /^[0-9a-f]{64}$/;

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
  let time: string | undefined;
  const signatures: Buffer[] = [];
  for (const [, name, value = ''] of header.matchAll(PAIR)) {
    if (name === 't') time ??= value;
    else if (SIGNATURE.test(value)) signatures.push(Buffer.from(value, 'hex'));
  }
  return { at: time !== undefined && TIME.test(time) ? Number(time) : NaN, signatures };
}

function matches(body: Buffer | string, at: number, secret: string, signatures: readonly Buffer[]): boolean {
  const expected = createHmac('sha256', secret).update(`${at}.`).update(body).digest();
  return signatures.some((signature) => timingSafeEqual(signature, expected));
}
