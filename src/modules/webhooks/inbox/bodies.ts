import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
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
  private nonces: Buffer = Buffer.alloc(0);
  private used = 0;

  constructor(config: Config) {
    this.keys = config.encryptionKeys.map(({ id: name, key }) => {
      const id = Buffer.from(name);
      return { id, head: Buffer.from([VERSION, id.length, ...id]), key: createSecretKey(key) };
    });
    if (this.keys.length === 0) throw new Error('There is no key to seal bodies with.');
  }

  /** @param rowId the inbox row's id: moved to another row, the body does not open */
  seal(rowId: string, body: Buffer): Buffer {
    return Buffer.concat(this.inPieces(rowId, body));
  }

  /** The same in pieces, for whoever puts many together: joining each by itself would copy all of it once more. */
  inPieces(rowId: string, body: Buffer): readonly Buffer[] {
    const [{ head, key }] = this.keys as [Key];
    const iv = this.nonce();
    const cipher = createCipheriv(CIPHER, key, iv).setAAD(place(rowId));
    const text = cipher.update(body);
    cipher.final();
    return [head, iv, cipher.getAuthTag(), text];
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

  /** Each once: what has been given out is never given out again. */
  private nonce(): Buffer {
    if (this.used === this.nonces.length) {
      this.nonces = randomBytes(IV * 256);
      this.used = 0;
    }
    this.used += IV;
    return this.nonces.subarray(this.used - IV, this.used);
  }
}

function place(rowId: string): Buffer {
  return Buffer.from(`webhooks_body.body.${rowId}`, 'latin1');
}
