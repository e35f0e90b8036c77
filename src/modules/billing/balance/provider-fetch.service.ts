import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
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
import { refetched, type Fetched } from './refetched.js';

/** A page of the provider's list; so many singles cost more than one page. */
const PAGE = 100;
const SINGLY = 3;
/** Single objects asked for at once; a provider refuses a crowd. */
const AT_ONCE = 10;

/**
 * Fetches what has no event of its own: balance transactions named by a charge or a refund, and objects whose history
 * has a gap. What comes back enters the inbox like everything else.
 */
@Injectable()
export class ProviderFetch {
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
    const ids = wanted.filter(({ object }) => object === 'balance_transaction').map(({ id }) => id);
    const others = wanted.filter(({ object }) => object in RETRIEVE && object !== 'balance_transaction');
    const strange = wanted.filter(({ object }) => !(object in RETRIEVE));
    await this.inbox.answered(strange.map(({ object, id }) => objectKey(object, id)));
    const found = [...(await this.balanceTransactions(ids, stop)), ...(await this.singly(others, stop))];
    if (found.length === 0) return 0;
    await this.database.transaction(() => this.inbox.record(found.map(({ object, at }) => refetched(object, at))));
    return found.length;
  }

  /** Newest first until all are found; what pages do not show is asked for by name. */
  private async balanceTransactions(ids: readonly string[], stop?: AbortSignal): Promise<Seen[]> {
    const missing = new Set(ids);
    const found: Seen[] = [];
    let after: string | undefined;
    for (let page = 0; missing.size > SINGLY && !stop?.aborted && page * PAGE < 10 * ids.length + PAGE; page += 1) {
      const listed = await this.page(after).catch((error: unknown) => this.notFetched(keysOf(missing), error));
      if (!listed) return found;
      for (const transaction of listed.data)
        if (missing.delete(transaction.id)) found.push(this.seen(transaction, listed));
      after = listed.data.at(-1)?.id;
      if (!listed.has_more) break;
    }
    const rest = [...missing].map((id) => ({ object: 'balance_transaction', id }));
    return [...found, ...(await this.singly(rest, stop))];
  }

  private page(after: string | undefined) {
    return this.stripe.sdk.balanceTransactions.list({ limit: PAGE, ...(after ? { starting_after: after } : {}) });
  }

  private async singly(wanted: readonly { object: string; id: string }[], stop?: AbortSignal): Promise<Seen[]> {
    const found: Seen[] = [];
    for (let from = 0; from < wanted.length && !stop?.aborted; from += AT_ONCE) {
      const crowd = wanted.slice(from, from + AT_ONCE);
      const some = await Promise.all(crowd.map(({ object, id }) => this.one(object, id, stop)));
      found.push(...some.filter((one) => one !== undefined));
    }
    return found;
  }

  /** Nothing for what the provider does not have, which is not asked for again; what it cannot say now is, in a minute. Why stands with what is wanted. */
  private async one(object: string, id: string, stop?: AbortSignal): Promise<Seen | undefined> {
    const wait = this.pace.take(this.clock.wall().getTime());
    if (wait > 0) await pause(wait, undefined, stop && { signal: stop }).catch(() => undefined);
    if (stop?.aborted) return undefined;
    try {
      const answer = (await RETRIEVE[object]?.(this.stripe, id)) ?? {};
      return this.seen(await whole(this.stripe.sdk, answer), answer);
    } catch (error) {
      return this.notFetched([objectKey(object, id)], error);
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

  /** As it was by the clock that dates events. */
  private seen(object: object, answer: object): Seen {
    return { object: normalise(object) as Fetched, at: answeredAt(answer)?.at ?? this.clock.now() };
  }
}

interface Seen {
  readonly object: Fetched;
  readonly at: Date;
}

const RETRIEVE: Readonly<Record<string, (stripe: StripeClient, id: string) => Promise<object>>> = {
  balance_transaction: ({ sdk }, id) => sdk.balanceTransactions.retrieve(id),
  customer: ({ sdk }, id) => sdk.customers.retrieve(id),
  subscription: ({ sdk }, id) => sdk.subscriptions.retrieve(id),
  invoice: ({ sdk }, id) => sdk.invoices.retrieve(id, { expand: ['payments'] }),
  payment_intent: ({ sdk }, id) => sdk.paymentIntents.retrieve(id, { expand: ['latest_charge'] }),
  charge: ({ sdk }, id) => sdk.charges.retrieve(id),
  dispute: ({ sdk }, id) => sdk.disputes.retrieve(id),
  payout: ({ sdk }, id) => sdk.payouts.retrieve(id),
  product: ({ sdk }, id) => sdk.products.retrieve(id),
  price: ({ sdk }, id) => sdk.prices.retrieve(id),
};

function keysOf(transactions: ReadonlySet<string>): string[] {
  return [...transactions].map((id) => objectKey('balance_transaction', id));
}

function wantedOf(key: string): { object: string; id: string } {
  const [, , object = '', ...id] = key.split(':');
  return { object, id: id.join(':') };
}
