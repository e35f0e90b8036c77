import { domainToASCII } from 'node:url';
import { NotAnAddress } from './customers.errors.js';

export type AddressKind = 'email' | 'phone';

/** An e-mail address or phone number in the one form under which it is known. */
export interface NormalAddress {
  readonly kind: AddressKind;
  readonly value: string;
  /** Without what mail systems ignore (plus tags, dots): only to notice one person under many names, never to join two. */
  readonly alias: string;
}

/** Trimmed, lower case, Unicode NFC, the domain in IDNA. @throws NotAnAddress */
export function email(given: string): NormalAddress {
  const text = given.trim().normalize('NFC').toLowerCase();
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = domainToASCII(text.slice(at + 1));
  if (at < 1 || !domain.includes('.') || /[\s<>,;]/.test(local) || text.length > 254) throw new NotAnAddress('email');

  const alias = local.replace(/\+.*$/, '').replaceAll('.', '') || local;
  return { kind: 'email', value: `${local}@${domain}`, alias: `${alias}@${domain}` };
}

/** Digits with an optional leading plus; `00` is read as the plus. @throws NotAnAddress */
export function phone(given: string): NormalAddress {
  const value = given.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
  if (!/^\+?\d{4,15}$/.test(value)) throw new NotAnAddress('phone');
  return { kind: 'phone', value, alias: value };
}

/** What a provider or a file gives is taken as it comes: what is no address is none, and stops nothing. */
export function lenient(
  read: (given: string) => NormalAddress,
  given: string | null | undefined,
): NormalAddress | undefined {
  if (!given) return undefined;
  try {
    return read(given);
  } catch (error) {
    if (error instanceof NotAnAddress) return undefined;
    throw error;
  }
}
