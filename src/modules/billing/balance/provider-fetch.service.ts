import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import {
  StripeClient,
  TokenBucket,
  answeredAt,
  normalise,
  refusalOf,
  whole,
} from '../../../integrations/stripe/index.js';
import { Database } from '../../../platform/database/database.js';
import { Inbox, objectKey } from '../../webhooks/index.js';
import type { ProviderObject } from '../mirror/unfolded.js';
import { refetched, type Reading } from './refetched.js';
import { isRetrievable, retrieve } from './retrieve.js';

/** A page of the provider's list; so many singles cost more than one page. */
const PAGE = 100;
const SINGLY = 3;
/** Single objects asked for at once; a provider refuses a crowd. */
const AT_ONCE = 10;
const MOVEMENT = 'balance_transaction';

/** What was asked for, and what came. */
interface Fetched extends Reading {
  readonly key: string;
}

/**
 * Fetches what has no event of its own: balance transactions named by a charge or a refund, and objects whose history
 * has a gap. What comes back enters the inbox like everything else.
 */
@Injectable()
export class ProviderFetch {
  private readonly log = new Logger('billing');
  private readonly pace: TokenBucket;

  constructor(
    private readonly stripe: StripeClient,
    private readonly inbox: Inbox,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.pace = new TokenBucket(stripe.fetchesPerSecond);
  }

  /** Fetches what is wanted now, until told to stop; answers how many objects came. */
  async fetchWanted(stop?: AbortSignal, limit = 200): Promise<number> {
    Database.outside('a provider call');
    const wanted = (await this.inbox.takeWanted(limit)).map(wantedOf);
    const ids = wanted.filter(({ object }) => object === MOVEMENT).map(({ id }) => id);
    const others = wanted.filter(({ object }) => isRetrievable(object) && object !== MOVEMENT);
    for (const { key, object } of wanted) if (!isRetrievable(object)) await this.cannotAsk(key);
    const found = [...(await this.balanceTransactions(ids, stop)), ...(await this.singly(others, stop))];
    if (found.length === 0) return 0;
    await this.database.transaction(() => this.keep(found));
    return found.length;
  }

  /** Movements never change: one that was wanted again meanwhile is here all the same. */
  private async keep(found: readonly Fetched[]): Promise<void> {
    const [movements, others] = [found.filter(isMovement), found.filter((one) => !isMovement(one))];
    await this.inbox.record(found.flatMap(refetched));
    await this.inbox.answered(movements.map(({ key }) => key));
    await this.inbox.read(others.map(({ key }) => key));
  }

  /** Newest first until all are found; what pages do not show is asked for by name. */
  private async balanceTransactions(ids: readonly string[], stop?: AbortSignal): Promise<Fetched[]> {
    const missing = new Set(ids);
    const found: Fetched[] = [];
    let after: string | undefined;
    for (let page = 0; missing.size > SINGLY && !stop?.aborted && page * PAGE < 10 * ids.length + PAGE; page += 1) {
      const listed = await this.page(after).catch((error: unknown) => this.notFetched(keysOf(missing), error));
      if (!listed) return found;
      for (const transaction of listed.data)
        if (missing.delete(transaction.id))
          found.push(this.seen(objectKey(MOVEMENT, transaction.id), transaction, listed));
      after = listed.data.at(-1)?.id;
      if (!listed.has_more) break;
    }
    return [...found, ...(await this.singly([...missing].map(movement), stop))];
  }

  private page(after: string | undefined) {
    return this.stripe.sdk.balanceTransactions.list({ limit: PAGE, ...(after ? { starting_after: after } : {}) });
  }

  private async singly(wanted: readonly Wanted[], stop?: AbortSignal): Promise<Fetched[]> {
    const found: Fetched[] = [];
    for (let from = 0; from < wanted.length && !stop?.aborted; from += AT_ONCE) {
      const crowd = wanted.slice(from, from + AT_ONCE);
      const some = await Promise.all(crowd.map((one) => this.one(one, stop)));
      found.push(...some.filter((one) => one !== undefined));
    }
    return found;
  }

  /** Nothing for what the provider does not have, which is not asked for again; what it cannot say now is, in a minute. Why stands with what is wanted. */
  private async one({ key, object, id }: Wanted, stop?: AbortSignal): Promise<Fetched | undefined> {
    const wait = this.pace.take(this.clock.wall().getTime());
    if (wait > 0) await pause(wait, undefined, stop && { signal: stop }).catch(() => undefined);
    if (stop?.aborted) return undefined;
    try {
      const answer = await retrieve(this.stripe.sdk, object, id);
      return this.seen(key, await whole(this.stripe.sdk, answer), answer);
    } catch (error) {
      return this.notFetched([key], error);
    }
  }

  /** One refusal is not the others': what else was wanted is fetched all the same. */
  private async notFetched(keys: readonly string[], error: unknown): Promise<undefined> {
    const refusal = error instanceof DomainError ? error : refusalOf(error);
    if (!refusal) throw error;
    const { kind, code, facts } = refusal;
    const why = { error: `${code} ${JSON.stringify(facts)}`, forGood: kind !== 'unavailable' };
    for (const key of keys) await this.inbox.notFetched(key, why);
  }

  private async cannotAsk(key: string): Promise<void> {
    this.log.error({ msg: 'the provider shows no such object by its id: what was told of it is not folded', key });
    await this.inbox.notFetched(key, { error: 'billing/not-retrievable', forGood: true });
  }

  /** As it was by the clock that dates events. */
  private seen(key: string, object: object, answer: object): Fetched {
    const at = answeredAt(answer)?.at ?? this.clock.now();
    return { key, object: normalise(object) as ProviderObject, at, readAt: this.clock.wall() };
  }
}

interface Wanted {
  readonly key: string;
  readonly object: string;
  readonly id: string;
}

function isMovement({ object }: Fetched): boolean {
  return object.object === MOVEMENT;
}

function movement(id: string): Wanted {
  return { key: objectKey(MOVEMENT, id), object: MOVEMENT, id };
}

function keysOf(transactions: ReadonlySet<string>): string[] {
  return [...transactions].map((id) => movement(id).key);
}

function wantedOf(key: string): Wanted {
  const [, , object = '', ...id] = key.split(':');
  return { key, object, id: id.join(':') };
}
