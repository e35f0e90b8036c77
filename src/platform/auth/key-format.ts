import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM = 37;
const CHECK = 6;
const FORM = new RegExp(`^rvn_(test|live)_([0-9A-Za-z]{${RANDOM}})([0-9A-Za-z]{${CHECK}})$`);

export type KeyMode = 'test' | 'live';

/** A fresh key: prefix, 220 random bits in base62, and a checksum of both. */
export function newKey(mode: KeyMode): string {
  const body = `rvn_${mode}_${Array.from({ length: RANDOM }, () => DIGITS[randomInt(DIGITS.length)]).join('')}`;
  return body + checksum(body);
}

/** The mode of a well-formed key. The checksum turns typing errors away without a query, and serves secret scanners. */
export function modeOfKey(key: string): KeyMode | undefined {
  const [, mode] = FORM.exec(key) ?? [];
  return mode && checksum(key.slice(0, -CHECK)) === key.slice(-CHECK) ? (mode as KeyMode) : undefined;
}

function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let place = 0; place < CHECK; place += 1) {
    text = `${DIGITS[rest % DIGITS.length]}${text}`;
    rest = Math.floor(rest / DIGITS.length);
  }
  return text;
}
