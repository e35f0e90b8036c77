import { Injectable } from '@nestjs/common';
import { Clock, hours } from '../../kernel/clock.js';
import { newId } from '../../kernel/id.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import type { ScopeName } from './access.js';
import { ApiKey } from './api-key.entity.js';
import { GraceTooLong, KeyAlreadyReplaced } from './auth.errors.js';
import { newKey } from './key-format.js';
import { hashOf } from './key-hash.js';
import { KnownKeys } from './known-keys.js';
import { PRESETS, type PresetName } from './presets.js';

export interface NewKey {
  readonly name: string;
  readonly scopes?: readonly ScopeName[];
  readonly preset?: PresetName;
  readonly expiresAt?: Date;
  readonly createdBy?: string;
}

/** A key as it is shown, once. */
export interface ShownKey {
  readonly id: string;
  readonly key: string;
}

const MOST_GRACE_HOURS = 7 * 24;

/** Keys of programs. Made by a person or at the first start, never by another key; a key may only rotate itself. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly known: KnownKeys,
  ) {}

  async create({ name, scopes = [], preset, expiresAt, createdBy = 'engine' }: NewKey): Promise<ShownKey> {
    const granted = [...new Set([...scopes, ...(preset ? PRESETS[preset] : [])])].toSorted();
    return this.keep({ name, scopes: granted, createdBy, expiresAt: expiresAt ?? null, replaces: null });
  }

  /** A successor with the same reach and expiry; the key itself lives on for the grace. */
  async rotate(id: string, graceHours = 24): Promise<ShownKey & { oldExpiresAt: Date }> {
    if (graceHours > MOST_GRACE_HOURS) throw new GraceTooLong(MOST_GRACE_HOURS);

    return this.database.transaction(async (em) => {
      await this.database.hold(`api-key:${id}`);
      const key = await em.findOneOrFail(ApiKey, id);
      if ((await em.count(ApiKey, { replaces: id })) > 0) throw new KeyAlreadyReplaced();

      const { name, scopes, expiresAt = null } = key;
      const successor = await this.keep({ name, scopes, expiresAt, createdBy: `key:${id}`, replaces: id });
      key.expiresAt = earliest(new Date(this.clock.wall().getTime() + hours(graceHours)), expiresAt);
      this.database.afterCommit(() => this.known.forget());
      return { ...successor, oldExpiresAt: key.expiresAt };
    });
  }

  /**
   * Also revokes its successors, so that a thief cannot rotate himself in. Acts here at once, elsewhere within 5 s.
   * @returns whether there was something to revoke
   */
  async revoke(id: string): Promise<boolean> {
    const revoked = await this.database.query(REVOKE, [id, this.clock.wall()]);
    this.database.afterCommit(() => this.known.forget());
    return revoked.length > 0;
  }

  async list(): Promise<ApiKey[]> {
    return this.database.em.find(ApiKey, {}, { orderBy: { createdAt: 'desc' } });
  }

  private async keep(row: Pick<ApiKey, 'name' | 'scopes' | 'createdBy' | 'expiresAt' | 'replaces'>): Promise<ShownKey> {
    const key = newKey(this.config.mode === 'live' ? 'live' : 'test');
    const createdAt = this.clock.wall();
    const id = newId(createdAt);
    await this.database.transaction(async (em) => {
      em.create(ApiKey, { ...row, id, createdAt, hash: hashOf(key, this.config.pepper), lastFour: key.slice(-4) });
      await em.flush();
    });
    return { id, key };
  }
}

const REVOKE = `
  with recursive line as (
    select id from platform_api_key where id = $1::uuid
    union
    select key.id from platform_api_key key join line on key.replaces = line.id
  )
  update platform_api_key set revoked_at = $2::timestamptz where id in (select id from line) and revoked_at is null returning id
`;

function earliest(one: Date, other: Date | null): Date {
  return other && other < one ? other : one;
}
