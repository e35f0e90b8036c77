import { Injectable } from '@nestjs/common';
import { Clock, minutes, seconds } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import type { ScopeName } from './access.js';
import type { Caller } from './caller.js';
import { hashOf } from './key-hash.js';

export interface KnownKey extends Caller {
  readonly expiresAt: Date | undefined;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly scopes: ScopeName[];
  readonly expires_at: string | null;
}

interface Seen {
  readonly key: KnownKey | undefined;
  readonly until: number;
}

const FRESH = seconds(5);
const MOST_SEEN = 10_000;

/** Finds living keys by hash, and remembers for 5 s what it found, absence included: that bounds how long a revoked key works. */
@Injectable()
export class KnownKeys {
  private readonly seen = new Map<string, Seen>();
  private readonly touched = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async find(key: string): Promise<KnownKey | undefined> {
    const hashes = this.config.peppers.map((pepper) => hashOf(key, pepper));
    const [hash = ''] = hashes;
    const now = this.clock.wall().getTime();
    const seen = this.seen.get(hash);
    if (seen && seen.until > now) return seen.key;

    const found = await this.load(hashes);
    if (this.seen.size >= MOST_SEEN) this.seen.clear();
    this.seen.set(hash, { key: found, until: now + FRESH });
    return found;
  }

  /** Notes a use, at most once a minute and behind the request's back: it must not cost the caller anything. */
  noteUse(id: string): void {
    const now = this.clock.wall();
    if ((this.touched.get(id) ?? 0) > now.getTime() - minutes(1)) return;
    this.touched.set(id, now.getTime());
    this.database
      .query('update platform_api_key set last_used_at = $2 where id = $1', [id, now])
      .catch(() => this.touched.delete(id));
  }

  /** Forgets what it remembers, so that a revocation acts at once in this process. */
  forget(): void {
    this.seen.clear();
  }

  private async load(hashes: readonly string[]): Promise<KnownKey | undefined> {
    const [row] = await this.database.query<Row>(FIND, [hashes]);
    if (!row) return undefined;
    if (row.hash !== hashes[0]) await this.rehash(row.id, hashes[0] ?? '');
    const { id, name, scopes, expires_at } = row;
    return { id, name, scopes, expiresAt: expires_at === null ? undefined : new Date(expires_at) };
  }

  // A key that was hashed with an older pepper moves to the one in use, so that the old one can be dropped one day.
  private async rehash(id: string, hash: string): Promise<void> {
    await this.database.query('update platform_api_key set hash = $2 where id = $1', [id, hash]);
  }
}

const FIND = `
  select id, name, hash, scopes, expires_at from platform_api_key where hash = any($1::text[]) and revoked_at is null
`;
