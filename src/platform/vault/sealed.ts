import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** What was sealed cannot be opened: another key, another place, or changed bytes. A defect, or tampering. */
export class SealBroken extends Error {
  constructor() {
    super('A sealed value does not open with this key in this place.');
    this.name = 'SealBroken';
  }
}

/** A key of 32 bytes with the name under which what it sealed finds it again. */
export interface SealingKey {
  readonly id: string;
  readonly key: Buffer;
}

const CIPHER = 'aes-256-gcm';

/**
 * AES-256-GCM as `v1:kid:iv:ct:tag` in base64url.
 * @param place where the value is kept (table, column, row): moved elsewhere, it does not open
 */
export function seal({ id, key }: SealingKey, plain: Buffer, place: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return ['v1', id, ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join(':');
}

/** @throws SealBroken */
export function open(keys: readonly SealingKey[], sealed: string, place: string): Buffer {
  const [version, id, ...parts] = sealed.split(':');
  const key = keys.find((one) => one.id === id);
  const [iv, text, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (version !== 'v1' || !key || !iv || !text || !tag) throw new SealBroken();
  try {
    const decipher = createDecipheriv(CIPHER, key.key, iv, { authTagLength: 16 })
      .setAAD(Buffer.from(place))
      .setAuthTag(tag);
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    throw new SealBroken();
  }
}
