import { linksOf } from './links.js';
import { payoutOf } from './payouts/taken.js';
import type { Changes } from './store.js';
import type { Stored } from './wire.js';

/** An object a unit has in hand. */
export interface Entry {
  object: Stored;
  seq: number;
  /** As the database has it; empty for a new one. */
  stored: string;
  /** As the last event that changes state told it. */
  told: string;
}

/** How an entry stood before an act touched it. */
export interface Before {
  readonly object: Stored;
  readonly told: string;
  readonly isNew: boolean;
}

/** As it stood; in place, because others hold the same object. */
export function putBack(entry: Entry, { object, told }: Before): void {
  for (const key of Object.keys(object)) Reflect.deleteProperty(object, key);
  entry.object = Object.assign(object, JSON.parse(told) as Stored);
  entry.told = told;
}

export function rowOf({ object, seq, stored }: Entry): Changes['objects'] {
  const data = JSON.stringify(object);
  // That a payout took it along stands beside the object.
  if (data === stored && payoutOf(object) === null) return [];
  const created = (object as { created?: number }).created ?? 0;
  return [{ id: object.id, type: object.object, seq, created, ...linksOf(object), data }];
}
