import { derivedId } from '../../../kernel/id.js';
import type { SubscriptionState } from './subscription-state.js';

/** A version as the chain gives it, before it is a row. */
export interface Version {
  readonly startsAt: Date;
  readonly state: SubscriptionState;
  readonly inboxEvent: string | null;
  readonly providerEvent: string | null;
}

export interface VersionRow {
  readonly id: string;
  readonly subscription_id: string;
  readonly seq: number;
  readonly starts_at: string | Date;
  readonly state: SubscriptionState;
  readonly arr_minor: number;
  readonly inbox_event: string | null;
  readonly provider_event: string | null;
}

/** The states that differ in more than the running period: renewals move time on and make no version. */
export function versionsOf(states: readonly Version[], before?: SubscriptionState): Version[] {
  let last = before === undefined ? undefined : essence(before);
  return states.filter(({ state }) => {
    const here = essence(state);
    const differs = here !== last;
    last = here;
    return differs;
  });
}

/** From where on the history in force and the desired one part; both end there when they agree. */
export function firstDifference(standing: readonly VersionRow[], desired: readonly VersionRow[]): number {
  const length = Math.max(standing.length, desired.length);
  for (let index = 0; index < length; index += 1) {
    const [is, should] = [standing[index], desired[index]];
    if (!is || !should || !isSame(is, should)) return index;
  }
  return length;
}

export function versionRow(subscriptionId: string, seq: number, version: Version): VersionRow {
  return {
    id: derivedId(version.startsAt, `${subscriptionId}:${seq}:${essence(version.state)}`),
    subscription_id: subscriptionId,
    seq,
    starts_at: version.startsAt,
    state: version.state,
    arr_minor: arrOf(version.state),
    inbox_event: version.inboxEvent,
    provider_event: version.providerEvent,
  };
}

export function arrOf({ items }: SubscriptionState): number {
  return items.reduce((sum, { arrMinor }) => sum + arrMinor, 0);
}

function isSame(a: VersionRow, b: VersionRow): boolean {
  return new Date(a.starts_at).getTime() === new Date(b.starts_at).getTime() && essence(a.state) === essence(b.state);
}

function essence({ status, items, cancelAt, pause, trialEndsAt, currency, endReason }: SubscriptionState): string {
  const essential = items.map(({ itemKey, priceId, quantity, arrMinor }) => [itemKey, priceId, quantity, arrMinor]);
  return JSON.stringify([status, essential, cancelAt, pause, trialEndsAt, currency, endReason]);
}
