import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/events/outbox.js';
import { ProviderLinks } from '../../customers/index.js';
import {
  ChainBreaks,
  Inbox,
  distinct,
  inOrder,
  objectKey,
  orderChain,
  type Chain,
  type Claim,
  type Fold,
  type FoldOutcome,
  type InboxEvent,
} from '../../webhooks/index.js';
import { planNames } from '../catalog/catalog.queries.js';
import { lastingTerms } from '../coupons/coupon.queries.js';
import { borrowersOf, turnsOf } from '../mirror/borrowed-ids.js';
import { doneUnlessWaiting } from '../mirror/outcomes.js';
import { idOf, storyOf } from '../mirror/stripe-objects.js';
import { saysTooLittle, withAllItems } from './all-items.js';
import { newsOf } from './subscription-news.js';
import { needsHistory, project, type SubscriptionProjection } from './subscription-projection.js';
import type { Terms } from './recurring-value.js';
import {
  discountsOf,
  isOver,
  subscriptionState,
  type SubscriptionObject,
  type SubscriptionState,
} from './subscription-state.js';
import {
  insertVersions,
  knownSubscriptions,
  supersede,
  writeSubscriptions,
  type Known,
} from './subscription.queries.js';

/** Events of which only the first items are known yet, by object. */
type Short = ReadonlyMap<string, readonly InboxEvent[]>;

interface Ready {
  readonly claim: Claim;
  readonly customerId: string;
}

/** Subscriptions, walked along the chain of the provider's changes; each state that matters is a version. */
@Injectable()
export class SubscriptionFold implements Fold {
  readonly provider = 'stripe';
  readonly objects = ['subscription'];

  constructor(
    private readonly database: Database,
    private readonly links: ProviderLinks,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
    private readonly breaks: ChainBreaks,
  ) {}

  async locks(claims: readonly Claim[]): Promise<string[]> {
    return turnsOf(claims);
  }

  async fold(claimed: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>> {
    const { claims, short } = await this.itemised(claimed);
    const told = await this.customersOf(claims);
    const customers = await this.links.find('stripe', 'self', [...told.values()]);
    const waiting = new Map([...short.keys()].map((key) => [key, key]));
    const ready: Ready[] = [];
    for (const claim of claims) {
      const customer = told.get(claim);
      // Asked for again, and nothing has been heard of it yet: its events will find what changed.
      if (customer === undefined) continue;
      const customerId = customers.get(customer);
      if (customerId === undefined) waiting.set(claim.objectKey, objectKey('customer', customer));
      else ready.push({ claim, customerId });
    }
    await this.write(await this.projections(ready));
    await this.inbox.wantUnlessRead(waitsOf(short));
    return doneUnlessWaiting(claimed, waiting);
  }

  /** Claims with all items of what they tell; those of which only the first are known wait until the rest is fetched. */
  private async itemised(claimed: readonly Claim[]): Promise<{ claims: Claim[]; short: Short }> {
    const keys = claimed.filter(({ pending }) => pending.some(saysTooLittle)).map((claim) => claim.objectKey);
    const histories = keys.length === 0 ? undefined : await this.inbox.histories(keys);
    const short = new Map<string, readonly InboxEvent[]>();
    const claims = claimed.flatMap((claim): Claim[] => {
      const history = histories?.get(claim.objectKey);
      if (!history) return [claim];
      const told = withAllItems(claim.pending, [...history, ...claim.pending]);
      if (told.short.length === 0) return [{ ...claim, pending: told.events }];
      short.set(claim.objectKey, told.short);
      return [];
    });
    return { claims, short };
  }

  /** Whose subscription each is: in what is due, or else in what was heard before. */
  private async customersOf(claims: readonly Claim[]): Promise<Map<Claim, string>> {
    const again = claims.filter(({ pending }) => pending.length === 0);
    const histories = await this.inbox.histories(again.map((claim) => claim.objectKey));
    return new Map(
      claims.flatMap((claim) => {
        const [event] = claim.pending.length > 0 ? claim.pending : (histories.get(claim.objectKey) ?? []);
        return event ? [[claim, idOf(objectOf(event).customer) ?? ''] as const] : [];
      }),
    );
  }

  private async projections(ready: readonly Ready[]): Promise<SubscriptionProjection[]> {
    const known = await knownSubscriptions(
      this.database,
      ready.map(({ claim }) => claim.objectId),
    );
    const lasting = await this.lasting(ready.flatMap(({ claim }) => claim.pending));
    const appended = ready.flatMap((one) => {
      const is = known.get(one.claim.objectId);
      return needsHistory(one.claim, is)
        ? []
        : [{ ...one, known: is, events: one.claim.pending, chain: walk(one.claim.pending, is, lasting) }];
    });
    const whole = appended.filter(({ chain, known: is }) => chain.breaks.length === 0 || !is);
    const rest = ready.filter(({ claim }) => !whole.some((one) => one.claim === claim));
    const walked = await this.wholeHistories(rest, known);
    await this.inbox.wantUnlessRead(waitsOf(new Map(walked.map(({ claim, short }) => [claim.objectKey, short]))));
    await this.breaks.report(
      new Map(
        [...walked, ...whole.filter(({ known: is }) => !is)].map(({ claim, chain }) => [claim.objectKey, chain.breaks]),
      ),
    );
    const fresh = ready.filter(({ claim }) => !known.has(claim.objectId)).flatMap(({ claim }) => claim.pending);
    const borrowers = await borrowersOf(this.database, 'subscription', distinctObjects(fresh));
    return [
      ...whole.map((one) => ({ ...one, isWhole: !one.known })),
      ...walked.map((one) => ({ ...one, isWhole: true })),
    ].flatMap(({ chain, events, ...more }) => project(chain, inOrder(events), { ...more, borrowers }) ?? []);
  }

  private async wholeHistories(ready: readonly Ready[], known: ReadonlyMap<string, Known>) {
    const histories = await this.inbox.histories(ready.map(({ claim }) => claim.objectKey));
    const lasting = await this.lasting(
      ready.flatMap(({ claim }) => [...(histories.get(claim.objectKey) ?? []), ...claim.pending]),
    );
    return ready.map((one) => {
      const heard = distinct([...(histories.get(one.claim.objectKey) ?? []), ...one.claim.pending]);
      const { events, short } = withAllItems(heard, heard);
      return {
        ...one,
        short,
        known: known.get(one.claim.objectId),
        events,
        chain: walk(events, undefined, lasting),
      };
    });
  }

  /** What lowers the worth of these states. A discount not heard of yet has them folded again when it is. */
  private async lasting(events: readonly InboxEvent[]): Promise<ReadonlyMap<string, Terms>> {
    return lastingTerms(this.database, [...new Set(events.flatMap((event) => discountsOf(objectOf(event))))]);
  }

  private async write(projections: readonly SubscriptionProjection[]): Promise<void> {
    const changed = projections.filter(({ isChanged }) => isChanged);
    await writeSubscriptions(
      this.database,
      projections.map(({ row }) => row),
    );
    await supersede(
      this.database,
      changed.map(({ row, changedFrom }) => ({ subscription_id: row.id, from: changedFrom })),
    );
    const added = changed.flatMap(({ versions, changedFrom }) => versions.slice(changedFrom));
    await insertVersions(this.database, added);
    await this.tell(projections);
    await this.inbox.release(...projections.map(({ row }) => objectKey('subscription', row.provider_id)));
  }

  private async tell(projections: readonly SubscriptionProjection[]): Promise<void> {
    const plans = projections.flatMap(({ versions }) =>
      versions.flatMap(({ state }) => state.items.map(({ planId }) => planId)),
    );
    const names = await planNames(this.database, plans);
    await this.outbox.tell(
      projections.flatMap((projection) =>
        newsOf(projection, names).map((event) => ({
          event,
          correlationId: storyOf(projection.row.provider_id),
          ...(projection.cause ? { cause: projection.cause.id } : {}),
        })),
      ),
    );
  }
}

function waitsOf(short: Short): { key: string; since: Date }[] {
  return [...short].flatMap(([key, events]) => events.map(({ receivedAt: since }) => ({ key, since })));
}

function objectOf({ body }: InboxEvent): SubscriptionObject {
  return body.data.object as unknown as SubscriptionObject;
}

function distinctObjects(events: readonly InboxEvent[]): SubscriptionObject[] {
  return [...new Map(events.map((event) => [objectOf(event).id, objectOf(event)])).values()];
}

/** From where the last fold ended, or from the beginning. */
function walk(
  events: readonly InboxEvent[],
  known: Known | undefined,
  lasting: ReadonlyMap<string, Terms>,
): Chain<SubscriptionState> {
  const from = known && { state: known.chain.state, at: new Date(known.chain.at) };
  return orderChain<SubscriptionState>({
    events,
    reduce: (object) => subscriptionState(object, lasting),
    terminal: isOver,
    ...(from ? { from } : {}),
  });
}
