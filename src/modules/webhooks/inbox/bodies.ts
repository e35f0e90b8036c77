import { createCipheriv, createDecipheriv, createSecretKey, randomFillSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { SealBroken } from '../../../platform/vault/sealed.js';

interface Key {
  readonly id: Buffer;
  /** Version, length of the id, id: how everything it seals begins. */
  readonly head: Buffer;
  readonly key: KeyObject;
}

const CIPHER = 'aes-256-gcm';
const VERSION = 1;
const IV = 12;
const TAG = 16;

/**
 * Bodies hold what the provider knows of people, so they rest sealed, each in its own place: AES-256-GCM as the bytes
 * version, length of the key's id, id, iv, tag, text. Bytes rather than the vault's text, and nonces drawn many at a time:
 * this stands on the way of every delivery.
 */
@Injectable()
export class Bodies {
  private readonly keys: readonly Key[];
  private readonly nonces = Buffer.alloc(IV * 256);
  private used = this.nonces.length;

  constructor(config: Config) {
    this.keys = config.encryptionKeys.map(({ id: name, key }) => {
      const id = Buffer.from(name);
      return { id, head: Buffer.from([VERSION, id.length, ...id]), key: createSecretKey(key) };
    });
    if (this.keys.length === 0) throw new Error('There is no key to seal bodies with.');
  }

  /** @param rowId the inbox row's id: moved to another row, the body does not open */
  seal(rowId: string, body: Buffer): Buffer {
    const [{ head, key }] = this.keys as [Key];
    const iv = this.nonce();
    const cipher = createCipheriv(CIPHER, key, iv).setAAD(place(rowId));
    const text = cipher.update(body);
    cipher.final();
    return Buffer.concat([head, iv, cipher.getAuthTag(), text]);
  }

  /** @throws SealBroken */
  open(rowId: string, sealed: Buffer): Buffer {
    const start = 2 + (sealed[1] ?? 0);
    const key = this.keys.find(({ id }) => id.equals(sealed.subarray(2, start)));
    if (sealed[0] !== VERSION || !key || sealed.length < start + IV + TAG) throw new SealBroken();
    const [iv, tag] = [sealed.subarray(start, start + IV), sealed.subarray(start + IV, start + IV + TAG)];
    try {
      const decipher = createDecipheriv(CIPHER, key.key, iv, { authTagLength: TAG })
        .setAAD(place(rowId))
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(sealed.subarray(start + IV + TAG)), decipher.final()]);
    } catch {
      throw new SealBroken();
    }
  }

  /** Each once: what has been given out is never given out again. Good until the next one is asked for. */
  private nonce(): Buffer {
    if (this.used === this.nonces.length) {
      randomFillSync(this.nonces);
      this.used = 0;
    }
    this.used += IV;
    return this.nonces.subarray(this.used - IV, this.used);
  }
}

function place(rowId: string): Buffer {
  return Buffer.from(`webhooks_body.body.${rowId}`, 'latin1');
}
