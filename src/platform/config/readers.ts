import { isIP } from 'node:net';
import { currencyOf } from '../../kernel/currency.js';

/** How the text of a variable becomes a value, and the rule it must keep. */
export interface Reader<T> {
  /** Completes "must be ...". */
  readonly rule: string;
  /** The value, or undefined when the rule is broken. */
  read(text: string): T | undefined;
}

export function oneOf<const T extends string>(...words: readonly T[]): Reader<T> {
  return { rule: `one of ${words.join(', ')}`, read: (text) => words.find((word) => word === text) };
}

export function wholeNumber(least: number, most: number): Reader<number> {
  return {
    rule: `a whole number from ${least} to ${most}`,
    read: (text) =>
      /^-?\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined,
  };
}

/** `true`, `on`, `yes`, `1` and their opposites. */
export const flag: Reader<boolean> = {
  rule: 'true or false (also on or off)',
  read: (text) => (/^(true|on|yes|1)$/i.test(text) ? true : /^(false|off|no|0)$/i.test(text) ? false : undefined),
};

export function url(...protocols: readonly string[]): Reader<string> {
  return {
    rule: `an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    read: (text) => (URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined),
  };
}

export function matching(pattern: RegExp, rule: string): Reader<string> {
  return { rule, read: (text) => (pattern.test(text) ? text : undefined) };
}

export const currency: Reader<string> = {
  rule: 'the ISO 4217 code of a currency',
  read: (text) => {
    try {
      return currencyOf(text);
    } catch {
      return undefined;
    }
  },
};

/** An origin exactly as browsers send it: scheme, host and port, nothing after. */
export const origin: Reader<string> = {
  rule: 'an exact origin without a path; never * or null',
  read: (text) => (/^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text ? text : undefined),
};

export const subnet: Reader<string> = {
  rule: 'an address and a prefix, as 10.20.0.0/16',
  read: (text) => {
    const [network = '', prefix = '', ...rest] = text.split('/');
    const most = { 0: -1, 4: 32, 6: 128 }[isIP(network)] ?? -1;
    return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= most ? text : undefined;
  },
};

export interface EncryptionKey {
  readonly id: string;
  readonly key: Buffer;
}

export const encryptionKey: Reader<EncryptionKey> = {
  rule: 'written as id:key, the key being 32 bytes in base64',
  read: (text) => {
    const [, id = '', encoded = ''] = /^([A-Za-z0-9_-]{1,16}):([A-Za-z0-9+/]{43}=)$/.exec(text) ?? [];
    const key = Buffer.from(encoded, 'base64');
    return key.length === 32 ? { id, key } : undefined;
  },
};

/** Comma-separated; every part keeps the rule. */
export function listOf<T>(part: Reader<T>): Reader<readonly T[]> {
  return {
    rule: `a comma-separated list, each part ${part.rule}`,
    read: (text) => {
      const values = text.split(',').map((one) => part.read(one.trim()));
      return values.some((value) => value === undefined) ? undefined : (values as T[]);
    },
  };
}
