import { createHash } from 'node:crypto';
import { observed, type Recording } from '../../webhooks/index.js';
import { unfolded, type ProviderObject } from '../mirror/unfolded.js';

/** An object of the provider as it was read. */
export interface Reading {
  readonly object: ProviderObject;
  /** When it was so, by the clock that dates events. */
  readonly at: Date;
  /** When we read it, by the machine's clock. */
  readonly readAt: Date;
}

/**
 * What a reading showed, each object of ours by itself. Kept once more it is the same; the same state read again is
 * another reading, for in between the object may have been different.
 */
export function refetched({ object, at, readAt }: Reading): Recording[] {
  return unfolded(object).map((one): Recording => {
    const hash = createHash('sha256').update(JSON.stringify(one)).digest('hex').slice(0, 16);
    const externalId = `refetch:${one.object}:${one.id}:${readAt.getTime()}:${hash}`;
    const livemode = one['livemode'] === true;
    return { source: 'refetch', externalId, body: observed(one, { externalId, at, livemode }) };
  });
}
