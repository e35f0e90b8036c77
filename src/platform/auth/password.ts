import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';

const hash = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>;

/** OWASP's second choice for argon2id: 19 MiB, two passes, one lane. Kept in the hash, so that they can rise. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };

/** A password as it is stored: argon2id in the PHC string format. */
export async function passwordHash(password: string): Promise<string> {
  const salt = randomBytes(16);
  const digest = await derive(password, salt, COST);
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(salt)}$${plain(digest)}`;
}

/** Takes as long for an account that is not there: give `undefined` then. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored ?? '');
  if (!parts) {
    await derive(password, Buffer.alloc(16), COST);
    return false;
  }
  const [, memory, passes, parallelism, salt, digest] = parts;
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const wanted = Buffer.from(digest ?? '', 'base64');
  const given = await derive(password, Buffer.from(salt ?? '', 'base64'), cost);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

/** Why a new password is refused, in words; nothing when it is good. */
export function passwordFault(password: string, email: string): string | undefined {
  const text = password.normalize('NFKC').toLowerCase();
  if (text.length < 12) return 'A password has at least 12 characters.';
  if (text.length > 128) return 'A password has at most 128 characters.';
  const [name] = email.toLowerCase().split('@');
  if (name && name.length > 2 && text.includes(name)) return 'The password must not hold your address.';
  if (/revenue|(.)\1{5}|123456|password|qwerty/.test(text)) return 'This password is too easy to guess.';
  return undefined;
}

function derive(password: string, nonce: Buffer, cost: typeof COST): Promise<Buffer> {
  return hash('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce, tagLength: 32, ...cost });
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
