import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { modeOfKey } from './key-format.js';
import { KnownKeys } from './known-keys.js';

/** Whether an open route was asked with a key that may see more; a wrong key is simply no key here. */
@Injectable()
export class OpsKey {
  constructor(private readonly keys: KnownKeys) {}

  async holds({ headers }: FastifyRequest): Promise<boolean> {
    const [, given] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    if (!given || !modeOfKey(given)) return false;
    const key = await this.keys.find(given).catch(() => undefined);
    return key?.scopes.includes('ops:read') === true;
  }
}
