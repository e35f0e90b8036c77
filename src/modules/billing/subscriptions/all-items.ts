import { inOrder, type InboxEvent } from '../../webhooks/index.js';
import { isShownAfter } from '../mirror/snapshots.js';
import type { SubscriptionObject } from './subscription-state.js';

/** What the events of a subscription say with all its items. */
export interface Itemised {
  readonly events: readonly InboxEvent[];
  /** Those of which only the first items are known yet. */
  readonly short: readonly InboxEvent[];
}

/**
 * Events that show the first items only, with the rest as it was seen when all were shown next. What was before they
 * cannot say in full either, so that all of their second counts as observed, and as it was left is what was seen next.
 * A subscription that is over shows what it had when it was last seen.
 * @param known where all items may have been shown
 */
export function withAllItems(events: readonly InboxEvent[], known: readonly InboxEvent[]): Itemised {
  const unsure = new Set([...events, ...known].filter(saysTooLittle).map(secondOf));
  if (unsure.size === 0) return { events, short: [] };
  const isUnsure = (event: InboxEvent): boolean => unsure.has(secondOf(event)) && !isAsked(event);
  const whole = inOrder(known).filter((event) => !isUnsure(event) && !isShort(event));
  const told: InboxEvent[] = [];
  const short: InboxEvent[] = [];
  for (const event of events) {
    if (!isUnsure(event)) told.push(event);
    else {
      const from = whole.find((one) => isShownAfter(one, event)) ?? (isOver(event) ? whole.at(-1) : undefined);
      if (from ?? isOver(event)) told.push(completed(event, from));
      else short.push(event);
    }
  }
  return { events: told, short };
}

/** Either what is or what was shows the first items only. */
export function saysTooLittle(event: InboxEvent): boolean {
  const before = event.body.data.previous_attributes as { items?: { has_more?: boolean } } | null | undefined;
  return isShort(event) || before?.items?.has_more === true;
}

function completed(event: InboxEvent, from: InboxEvent | undefined): InboxEvent {
  const { previous_attributes: _unsaid, ...data } = event.body.data;
  const shown = new Set(itemsOf(event).map(({ id }) => id));
  const rest = from && isShort(event) ? itemsOf(from).filter(({ id }) => !shown.has(id)) : [];
  const items = { ...objectOf(event).items, data: [...itemsOf(event), ...rest], has_more: false };
  return { ...event, body: { ...event.body, data: { ...data, object: { ...data.object, items } } } };
}

function isShort(event: InboxEvent): boolean {
  return objectOf(event).items?.has_more === true;
}

/** Answers and what was fetched are read to their end. */
function isAsked({ source }: InboxEvent): boolean {
  return source === 'api' || source === 'refetch';
}

function isOver(event: InboxEvent): boolean {
  return objectOf(event).ended_at !== null;
}

function secondOf({ occurredAt }: InboxEvent): number {
  return Math.floor(occurredAt.getTime() / 1000);
}

function itemsOf(event: InboxEvent): SubscriptionObject['items']['data'] {
  return objectOf(event).items?.data ?? [];
}

function objectOf({ body }: InboxEvent): SubscriptionObject {
  return body.data.object as unknown as SubscriptionObject;
}
