import { createHash } from 'node:crypto';
import { observed, type ProviderEvent, type Recording } from '../../webhooks/index.js';

/** An object of the provider, as we asked for it. */
export type Fetched = ProviderEvent['data']['object'] & { readonly id: string };

/** As it looks now; the same state fetched twice is the same recording. */
export function refetched(object: Fetched, at: Date): Recording {
  const hash = createHash('sha256').update(JSON.stringify(object)).digest('hex').slice(0, 16);
  const externalId = `refetch:${object.object}:${object.id}:${hash}`;
  const livemode = object['livemode'] === true;
  return { source: 'refetch', externalId, body: observed(object, { externalId, at, livemode }) };
}
