import { Injectable } from '@nestjs/common';
import { Clock, hours } from '../../../kernel/clock.js';
import { StripeClient, normalise } from '../../../integrations/stripe/index.js';
import { Database } from '../../../platform/database/database.js';
import { Inbox, objectKey } from '../../webhooks/index.js';
import { refetched } from '../balance/refetched.js';
import type { ProviderObject } from '../mirror/unfolded.js';
import { differencesOf, subjectOf, sumsOf, type Movement } from './compare-movements.js';
import type { Comparison, Finding, Sum, Window } from './finding.js';
import { createdIn, inPages } from './pages.js';

/** The movements of the provider's balance against our mirror of them, one by one, in sums, and as the balance itself. */
@Injectable()
export class MoneyLayer {
  constructor(
    private readonly stripe: StripeClient,
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly clock: Clock,
  ) {}

  async compare(window: Window, compared: (theirs: number) => Promise<void>): Promise<Comparison> {
    const before = await this.held();
    const theirs: Movement[] = [];
    const repaired = new Set<string>();
    const inside = createdIn(window).created.lt;
    for await (const page of inPages(this.stripe.sdk.balanceTransactions.list(createdIn(pastBothClocks(window))))) {
      const objects = page.map((one) => normalise(one) as unknown as ProviderObject);
      theirs.push(...objects.filter(({ created }) => Number(created) < inside).map(movementOf));
      for (const id of await this.fetchMissing(objects)) repaired.add(id);
      await compared(theirs.length);
    }
    const ours = await this.mirrored(window);
    const mirrored = new Set(ours.map(({ id }) => id));
    const missed = theirs
      .filter(({ id }) => repaired.has(id) && mirrored.has(id))
      .map((one): Finding => {
        return { kind: 'missing_local', subject: subjectOf(one), ours: null, theirs: one, repaired: 'refetch' };
      });
    const balance = await this.balance(before);
    return {
      theirs: theirs.length,
      ours: ours.length,
      findings: [...missed, ...differencesOf(theirs, ours, this.clock.now()), ...balance.flatMap(differs)],
      sums: [...sumsOf(theirs, ours), ...balance],
      looked: looked([theirs, ours], balance),
    };
  }

  /** Put in and folded at once, so that the sums below are of all there is. */
  private async fetchMissing(objects: readonly ProviderObject[]): Promise<string[]> {
    const rows = await this.database.query<{ provider_id: string }>(
      'select provider_id from billing_balance_transaction where provider_id = any($1::text[])',
      [objects.map(({ id }) => id)],
    );
    const known = new Set(rows.map(({ provider_id }) => provider_id));
    const missing = objects.filter(({ id }) => !known.has(id)).toReversed();
    const keys = missing.map(({ id }) => objectKey('balance_transaction', id));
    if (keys.length === 0) return [];
    await this.database.transaction(async () => {
      await this.database.hold(...keys);
      const read = { at: this.clock.now(), readAt: this.clock.wall() };
      await this.inbox.record(missing.flatMap((object) => refetched({ object, ...read })));
      await this.inbox.answered(keys);
      await this.inbox.foldNow(keys);
    });
    return missing.map(({ id }) => id);
  }

  private async mirrored({ from, until }: Window): Promise<Movement[]> {
    const rows = await this.database.query<Record<'id' | 'type' | 'minor' | 'fee' | 'net' | 'currency' | 'at', string>>(
      `select provider_id as id, type, minor::text as minor, fee_minor::text as fee, net_minor::text as net, currency,
         to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
       from billing_balance_transaction
       where created_at >= date_trunc('second', $1::timestamptz) and created_at < date_trunc('second', $2::timestamptz)`,
      [from, until],
    );
    return rows.map((row) => ({ ...row, minor: Number(row.minor), fee: Number(row.fee), net: Number(row.net) }));
  }

  /**
   * What the provider says it holds for us is an independent witness, where it said the same before and after: what
   * moved meanwhile may not have been told yet, and is compared the next time.
   */
  private async balance(before: ReadonlyMap<string, number>): Promise<Sum[]> {
    const rows = await this.database.query<{ currency: string; minor: string; count: string }>(
      `select currency, sum(net_minor)::text as minor, count(*)::text as count from billing_balance_transaction group by 1`,
    );
    const ours = new Map(
      rows.map(({ currency, minor, count }) => [currency, { count: Number(count), minor: Number(minor) }]),
    );
    const after = await this.held();
    const currencies = [...new Set([...before.keys(), ...after.keys(), ...ours.keys()])];
    const still = currencies.filter((currency) => (before.get(currency) ?? 0) === (after.get(currency) ?? 0));
    return still.map((currency) => {
      const mine = ours.get(currency) ?? { count: 0, minor: 0 };
      const theirs = { count: mine.count, minor: after.get(currency) ?? 0 };
      return { of: 'balance', currency, theirs, ours: mine };
    });
  }

  /** Available and pending together, per currency. */
  private async held(): Promise<ReadonlyMap<string, number>> {
    const { available, pending } = await this.stripe.sdk.balance.retrieve();
    const held = new Map<string, number>();
    for (const { currency, amount } of [...available, ...pending]) {
      held.set(currency, (held.get(currency) ?? 0) + amount);
    }
    return held;
  }
}

/** The provider's clock may be ahead of ours: the balance holds what our window does not reach yet. */
function pastBothClocks({ from, until }: Window): Window {
  return { from, until: new Date(until.getTime() + hours(1)) };
}

function looked(sides: readonly (readonly Movement[])[], balance: readonly Sum[]): (subject: string) => boolean {
  const seen = new Set([...sides.flat().map(subjectOf), ...balance.map(({ currency }) => `balance:${currency}`)]);
  return (subject) => seen.has(subject);
}

function differs({ of, currency, theirs, ours }: Sum): Finding[] {
  if (theirs.minor === ours.minor) return [];
  return [{ kind: 'amount_differs', subject: `${of}:${currency}`, ours, theirs }];
}

function movementOf(object: ProviderObject): Movement {
  const { id, type, amount, fee, net, currency } = object as unknown as {
    id: string;
    type: string;
    amount: number;
    fee: number;
    net: number;
    currency: string;
  };
  return { id, type, minor: amount, fee, net, currency };
}
