import type { Database } from '../../../platform/database/database.js';
import { objectKey, type Inbox } from '../../webhooks/index.js';

/** A charge, refund or dispute as far as movements of the balance depend on it. */
export interface MovementSource {
  readonly id: string;
  readonly currency: string;
}

const OBJECTS: Readonly<Record<string, string>> = { re: 'refund', pyr: 'refund', dp: 'dispute', du: 'dispute' };

/** What a movement that is ahead of its source waits for. */
export function sourceKey(id: string): string {
  return objectKey(OBJECTS[id.split('_')[0] ?? ''] ?? 'charge', id);
}

/**
 * Movements of the balance have no events of their own: to be named is how we learn of them, and once known they never
 * change. How much of which currency one closes a gap of, its source says: what is booked in another is folded again.
 * @param of what these and others may be movements of, as just written
 */
export async function followMovements(
  database: Database,
  inbox: Inbox,
  { named, of = [] }: { readonly named: readonly string[]; readonly of?: readonly MovementSource[] },
): Promise<void> {
  const currencies = new Map(of.map(({ id, currency }) => [id, currency]));
  const known = await database.query<{ id: string; source: string | null; currency: string }>(KNOWN, [
    named,
    [...currencies.keys()],
  ]);
  const unknown = new Set(named).difference(new Set(known.map(({ id }) => id)));
  const converted = known.filter(({ source, currency }) => {
    const told = currencies.get(source ?? '');
    return told !== undefined && told !== currency;
  });
  await inbox.wantRefetch([...unknown].map(movementKey));
  await inbox.refold(...converted.map(({ id }) => movementKey(id)));
}

function movementKey(id: string): string {
  return objectKey('balance_transaction', id);
}

const KNOWN = `
  select provider_id as id, source_id as source, currency from billing_balance_transaction
  where provider_id = any($1::text[]) or source_id = any($2::text[])`;
