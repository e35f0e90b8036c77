import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/id.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { open, seal, type SealingKey } from '../vault/sealed.js';
import type { Claim } from './claim.js';
import { IdempotencyInProgress, IdempotencyKeyReused } from './idempotency.errors.js';

/** A request as its key knows it. */
export interface KeyedRequest {
  readonly apiKeyId: string;
  readonly key: string;
  readonly method: string;
  readonly route: string;
  readonly fingerprint: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; null where there is nothing to say. */
  readonly body: string | null;
}

interface Row {
  readonly id: string;
  readonly state: 'running' | 'open' | 'done';
  readonly fingerprint: string;
  readonly holder: string | null;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

/** The table of keys: who may work under one, and what was answered. An answer may show a secret once, so it rests sealed. */
@Injectable()
export class KeptAnswers {
  /** Holders of this process that still work. */
  private readonly holders = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * The right to work under the key, or the answer that is kept for it.
   * @throws IdempotencyKeyReused, IdempotencyInProgress
   */
  async claim(request: KeyedRequest): Promise<Claim | Answer> {
    const taken = await this.take(request);
    if (taken) return taken;

    const [row] = await this.database.query<Row>(FIND, [request.apiKeyId, request.key]);
    // It was given free between the two statements: the next try meets an empty place.
    if (!row) return this.claim(request);
    if (row.fingerprint !== request.fingerprint) throw new IdempotencyKeyReused();
    if (row.state === 'done') return { status: row.status, headers: row.headers, body: this.opened(row) };
    if (row.state === 'running' && !this.died(row.holder)) throw new IdempotencyInProgress();
    await this.database.query(REOPEN, [row.id, row.holder]);
    return this.claim(request);
  }

  /** Keeps the answer; in the transaction at hand, if the effect is in one. @throws IdempotencyInProgress when taken over */
  async keep({ id, holder }: Claim, { status, headers, body }: Answer): Promise<void> {
    const [key] = this.config.encryptionKeys;
    const sealed = body === null ? null : seal(key as SealingKey, Buffer.from(body), placeOf(id));
    const kept = await this.database.query(KEEP, [id, holder, status, JSON.stringify(headers), sealed]);
    if (kept.length === 0) throw new IdempotencyInProgress();
  }

  /**
   * Refused before anything was done: the key is as if never used. Not so after an earlier try, which may have left a call
   * under this act's id: a fresh id would make it a second time.
   */
  async free({ id, holder }: Claim): Promise<void> {
    const freed = await this.database.query(FREE, [id, holder]);
    if (freed.length === 0) await this.reopen({ id, holder });
  }

  /** Ended without an answer: the next try is the same act once more. */
  async reopen({ id, holder }: Pick<Claim, 'id' | 'holder'>): Promise<void> {
    await this.database.query(REOPEN, [id, holder]);
  }

  release({ holder }: Claim): void {
    this.holders.delete(holder);
  }

  /** @returns how many were dropped, at most 10 000 */
  async dropExpired(): Promise<number> {
    return (await this.database.query(DROP)).length;
  }

  private async take({ apiKeyId, key, method, route, fingerprint }: KeyedRequest): Promise<Claim | undefined> {
    const holder = randomUUID();
    const values = [newId(this.clock.wall()), apiKeyId, key, method, route, fingerprint, holder];
    const [row] = await this.database.query<Row>(TAKE, values);
    if (!row) return undefined;
    this.holders.add(holder);
    return { id: row.id, holder };
  }

  private opened({ id, body }: Row): string | null {
    // No JSON text begins like a sealed one: it was kept before answers were sealed.
    return body?.startsWith('v1:') ? open(this.config.encryptionKeys, body, placeOf(id)).toString() : body;
  }

  // An embedded installation is one process: whoever is not among its own holders went down with an earlier one.
  private died(holder: string | null): boolean {
    return this.config.databaseUrl === undefined && holder !== null && !this.holders.has(holder);
  }
}

function placeOf(id: string): string {
  return `platform_idempotency.body.${id}`;
}

const TAKE = `
  insert into platform_idempotency as kept
    (id, api_key_id, key, method, route, fingerprint, state, holder, locked_until, expires_at)
  values ($1, $2, $3, $4, $5, $6, 'running', $7, clock_timestamp() + interval '40 s', now() + interval '7 days')
  on conflict (api_key_id, key) do update
    set state = 'running', holder = excluded.holder, locked_until = excluded.locked_until, tries = kept.tries + 1
    where kept.fingerprint = excluded.fingerprint
      and (kept.state = 'open' or (kept.state = 'running' and kept.locked_until < clock_timestamp()))
  returning id
`;

const FIND = 'select * from platform_idempotency where api_key_id = $1 and key = $2';

const KEEP = `
  update platform_idempotency
  set state = 'done', holder = null, locked_until = null, status = $3, headers = $4::jsonb, body = $5
  where id = $1 and holder = $2 and state = 'running' returning id
`;

const FREE = 'delete from platform_idempotency where id = $1 and holder = $2 and tries = 1 returning id';

const REOPEN = `update platform_idempotency set state = 'open', holder = null where id = $1 and holder = $2 and state = 'running'`;

const DROP = `
  delete from platform_idempotency where id in (select id from platform_idempotency where expires_at < now() limit 10000) returning id
`;
