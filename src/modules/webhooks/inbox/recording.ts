import { keyOf, type ProviderEvent, type Source } from '../fold.js';
import { describeEvent } from './described.js';
import { rowOf, type NewRow } from './new-row.js';

/** What we learnt by asking rather than by being told. */
export interface Recording {
  readonly source: Exclude<Source, 'webhook'>;
  /** Unique for what was learnt: `api:<intent>`, `refetch:<object>:<hash>`, the event's own id for a backfill. */
  readonly externalId: string;
  readonly body: ProviderEvent;
  readonly provider?: 'stripe' | 'paypal';
  /** Where the object is folded, when that is not said by the object itself. */
  readonly objectKey?: string;
}

/** An object of the provider, wrapped as an event that says what it looked like at an instant. */
export function observed(
  object: ProviderEvent['data']['object'],
  { externalId, at, livemode = false }: { externalId: string; at: Date; livemode?: boolean },
): ProviderEvent {
  const created = Math.floor(at.getTime() / 1000);
  return { id: externalId, type: `${object.object}.observed`, created, livemode, data: { object } };
}

/** Never judged like a delivery: we asked for it, so it is ours, in our version and our mode. */
export function recordedRow({ source, externalId, body, provider = 'stripe', objectKey: key }: Recording): NewRow {
  const described = describeEvent(provider, { ...body, id: externalId });
  if (!described) throw new TypeError(`What was recorded as ${externalId} is not an event.`);
  return rowOf(
    { ...described, account: 'self', objectKey: key ?? keyOf(body.data.object, provider) ?? described.objectKey },
    { status: 'pending' },
    { provider, source, body: Buffer.from(JSON.stringify(body)) },
  );
}
