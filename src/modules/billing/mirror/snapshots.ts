import { furthestThenLatest, joined, type InboxEvent } from '../../webhooks/index.js';

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

/** The snapshot with the furthest status; within one level the latest, so that the order of arrival plays no part. */
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
  return found.object;
}

/** Whether what one event shows is at least as late as what another does: inside one second, when it came after it. */
export function isShownAfter(one: InboxEvent, other: InboxEvent): boolean {
  const apart = one.occurredAt.getTime() - other.occurredAt.getTime();
  return apart > 0 || (apart === 0 && one.receivedAt >= other.receivedAt);
}

/** Inside one second: answers to our own calls as we made them, for those cannot overtake each other. */
function place({ source, seq, externalId }: InboxEvent): string {
  return source === 'api' ? `api:${seq.padStart(20, '0')}` : externalId;
}
