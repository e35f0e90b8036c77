import { hash, randomBytes } from 'node:crypto';

/** A fresh UUIDv7 (RFC 9562): 48 bits of the given instant, 74 random bits. */
export function newId(at: Date): string {
  return uuidV7(at, randomBytes(10).toString('hex'));
}

/**
 * The UUIDv7 of a thing that has a name of its own: the same instant and name always give the same id,
 * so that a replay into an empty schema makes equal rows. The 74 free bits are the head of SHA-256 of the name.
 */
export function derivedId(at: Date, name: string): string {
  return uuidV7(at, hash('sha256', name, 'hex'));
}

/** The instant an id was made for. */
export function instantOf(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}

const VARIANTS = '89ab';
const HALF = 2 ** 24;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return UUID.test(text);
}

/** @param free hexadecimal; its first 20 digits are used, less the six bits of version and variant */
function uuidV7(at: Date, free: string): string {
  const milliseconds = Math.max(0, at.getTime());
  // In two halves: a number that is no small integer is written by division, digit by digit.
  const time = hexadecimal(Math.floor(milliseconds / HALF)) + hexadecimal(milliseconds % HALF);
  const variant = VARIANTS[Number.parseInt(free.charAt(4), 16) & 3];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${free.slice(1, 4)}-${variant}${free.slice(5, 8)}-${free.slice(8, 20)}`;
}

function hexadecimal(half: number): string {
  return half.toString(16).padStart(6, '0');
}
