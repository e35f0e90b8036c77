import type { Claim, InboxEvent, Chain } from '../../webhooks/index.js';
import { instant, ourId } from '../mirror/stripe-objects.js';
import { isOver, type SubscriptionObject, type SubscriptionState } from './subscription-state.js';
import {
  arrOf,
  firstDifference,
  versionRow,
  versionsOf,
  type Version,
  type VersionRow,
} from './subscription-versions.js';
import type { Known, SubscriptionRow } from './subscription.queries.js';

/** A subscription after a fold: its row, its history in force, and from where on that differs from before. */
export interface SubscriptionProjection {
  readonly row: SubscriptionRow;
  readonly before: SubscriptionState | undefined;
  readonly versions: readonly VersionRow[];
  /** Where the versions part from those that stood before. */
  readonly changedFrom: number;
  /** Also true of a history that only lost its end. */
  readonly isChanged: boolean;
  readonly cause: InboxEvent | undefined;
  /** When the end of its trial was announced, if that is among what is new. */
  readonly endingTrial: Date | undefined;
}

/** Not simply later than all that was folded, or something is missing before it: then the whole history is walked. */
export function needsHistory({ pending, refold }: Claim, known: Known | undefined): boolean {
  if (refold) return true;
  return (
    known !== undefined &&
    (known.chain.broken || pending.some(({ occurredAt }) => occurredAt <= new Date(known.chain.at)))
  );
}

/** @param isWhole the chain was walked from the first event on, not from where the last fold ended */
export function project(
  chain: Chain<SubscriptionState>,
  events: readonly InboxEvent[],
  {
    claim,
    known,
    customerId,
    isWhole,
    borrowers,
  }: Readonly<{
    claim: Claim;
    known: Known | undefined;
    customerId: string;
    isWhole: boolean;
    borrowers: ReadonlySet<string>;
  }>,
): SubscriptionProjection | undefined {
  const last = chain.states.at(-1) ?? lastKnown(known);
  const newest = events.at(-1);
  if (!last || !newest) return undefined;
  const object = newest.body.data.object as unknown as SubscriptionObject;
  const id = known?.id ?? ourId(object, borrowers);
  const versions = historyOf(id, chain, isWhole ? undefined : known);
  const stood = known?.versions ?? [];
  const changedFrom = firstDifference(stood, versions);
  return {
    row: rowOf(id, object, { ...last, broken: chain.breaks.length > 0 }, customerId),
    before: known?.chain.state,
    versions,
    changedFrom,
    isChanged: !known || changedFrom < Math.max(stood.length, versions.length),
    cause: newest,
    endingTrial: claim.pending.findLast(({ type }) => type === 'customer.subscription.trial_will_end')?.occurredAt,
  };
}

interface Reached {
  readonly at: Date;
  readonly state: SubscriptionState;
  readonly broken: boolean;
}

function lastKnown(known: Known | undefined): { at: Date; state: SubscriptionState } | undefined {
  return known && { at: new Date(known.chain.at), state: known.chain.state };
}

function historyOf(id: string, chain: Chain<SubscriptionState>, appendedTo: Known | undefined): VersionRow[] {
  const standing = appendedTo?.versions ?? [];
  const found = chain.states.map(({ at, state, event }): Version => ({
    startsAt: at,
    state,
    inboxEvent: event.id,
    providerEvent: event.externalId,
  }));
  const added = versionsOf(found, appendedTo?.chain.state);
  return [...standing, ...added.map((version, index) => versionRow(id, standing.length + index, version))];
}

function rowOf(
  id: string,
  object: SubscriptionObject,
  { at, state, broken }: Reached,
  customerId: string,
): SubscriptionRow {
  return {
    id,
    provider_id: object.id,
    customer_id: customerId,
    status: state.status,
    currency: state.currency,
    arr_minor: arrOf(state),
    cancel_at: state.cancelAt,
    pause: state.pause,
    trial_ends_at: state.trialEndsAt,
    period_starts_at: state.periodStartsAt,
    period_ends_at: state.periodEndsAt,
    ended_at: state.endedAt ?? (isOver(state) ? at.toISOString() : null),
    livemode: object.livemode,
    metadata: object.metadata ?? {},
    chain: { at: at.toISOString(), state, broken },
    created_at: instant(object.created),
  };
}
