import { createSecretKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { open, seal, type SealingKey } from '../../../platform/vault/sealed.js';

/** Bodies hold what the provider knows of people, so they rest sealed, each in its own place. */
@Injectable()
export class Bodies {
  private readonly keys: readonly SealingKey[];
  private readonly first: SealingKey;

  constructor(config: Config) {
    this.keys = config.encryptionKeys.map(({ id, key }) => ({ id, key: createSecretKey(key) }));
    const [first] = this.keys;
    if (!first) throw new Error('There is no key to seal bodies with.');
    this.first = first;
  }

  /** @param rowId the inbox row's id: moved to another row, the body does not open */
  seal(rowId: string, body: Buffer): Buffer {
    return Buffer.from(seal(this.first, body, place(rowId)), 'latin1');
  }

  /** @throws SealBroken */
  open(rowId: string, sealed: Buffer): Buffer {
    return open(this.keys, sealed.toString('latin1'), place(rowId));
  }
}

function place(rowId: string): string {
  return `webhooks_body.body.${rowId}`;
}
