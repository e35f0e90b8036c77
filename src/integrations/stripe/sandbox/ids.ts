import { createHash } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Kinds whose ids are short at Stripe. */
const SHORT = new Set(['cus', 'prod', 'si', 'req']);

/** The n-th id of a sandbox with this seed. Equal seed, equal calls: equal ids. */
export function makeId(seed: string, n: number, prefix: string): string {
  const text = scramble(`${seed}:${n}:${prefix}`, 23);
  return SHORT.has(prefix) ? `${prefix}_${text.slice(0, 14)}` : `${prefix}_1${text}`;
}

/** Whether it has the form of an id made here: of products and coupons callers may choose their own. */
export function isMade(id: string): boolean {
  return /^[a-z]+_(1[0-9A-Za-z]{23}|[0-9A-Za-z]{14})$/.test(id);
}

/** A stable mark of something named, as a card's fingerprint is. */
export function mark(name: string): string {
  return scramble(`mark:${name}`, 16);
}

function scramble(text: string, length: number): string {
  return [...createHash('sha256').update(text).digest().subarray(0, length)]
    .map((byte) => ALPHABET[byte % 62])
    .join('');
}
