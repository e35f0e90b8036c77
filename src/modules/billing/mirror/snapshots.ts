import { furthestThenLatest, goesOnFrom, joined, type InboxEvent } from '../../webhooks/index.js';

/** What one event showed of an object. */
export interface Snapshot<T> {
  readonly object: T;
  readonly event: InboxEvent;
}

/** All snapshots of objects of a type, grouped by object. */
export function snapshotsOf<T extends { readonly id: string }>(
  events: readonly InboxEvent[],
  type: string,
): Snapshot<T>[][] {
  const snapshots = events
    .filter(({ body }) => body.data.object.object === type)
    .map((event) => ({ object: event.body.data.object as unknown as T, event }));
  return [...Map.groupBy(snapshots, ({ object }) => object.id).values()];
}

/**
 * The snapshot with the furthest status; within one level the latest, so that the order of arrival plays no part. Inside
 * one second: that it was made, then what was told of it, then what we were answered; and from there on along updates
 * that say they go on from it.
 */
export function furthestOf<T extends { readonly status: string | null }>(
  snapshots: readonly Snapshot<T>[],
  levels: readonly (readonly string[])[],
): T {
  const dated = snapshots.map(({ object, event }) => ({
    at: event.occurredAt,
    id: place(event),
    value: object.status ?? '',
  }));
  const furthest = joined(furthestThenLatest<string>(...levels), dated);
  const found = snapshots.find(({ event }) => place(event) === furthest?.id);
  if (!found) throw new Error('An object was asked for of which nothing was heard.');
  const level = levels.find((states) => states.includes(found.object.status ?? '')) ?? [];
  return lastOf(
    found,
    snapshots.filter((one) => isBeside(one, found) && level.includes(one.object.status ?? '')),
  ).object;
}

function isBeside<T>({ event }: Snapshot<T>, other: Snapshot<T>): boolean {
  return event.occurredAt.getTime() === other.event.occurredAt.getTime() && event !== other.event;
}

function lastOf<T extends object>(from: Snapshot<T>, others: readonly Snapshot<T>[]): Snapshot<T> {
  const next = others
    .filter(({ event: { body } }) => {
      const { previous_attributes: previous } = body.data;
      return previous && goesOnFrom(from.object as Record<string, unknown>, previous);
    })
    .toSorted((a, b) => (place(a.event) < place(b.event) ? -1 : 1))[0];
  if (!next) return from;
  return lastOf(
    next,
    others.filter((one) => one !== next),
  );
}

/** Whether what one event shows is at least as late as what another does: inside one second, when it came after it. */
export function isShownAfter(one: InboxEvent, other: InboxEvent): boolean {
  const apart = one.occurredAt.getTime() - other.occurredAt.getTime();
  return apart > 0 || (apart === 0 && one.receivedAt >= other.receivedAt);
}

/** What we read ourselves, in the order in which we did: that cannot overtake itself. */
function place({ source, seq, type, externalId }: InboxEvent): string {
  if (source === 'api' || source === 'refetch') return `2:${seq.padStart(20, '0')}`;
  return type.endsWith('.created') ? `0:${externalId}` : `1:${externalId}`;
}
