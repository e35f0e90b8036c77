import { isOfConcern } from './paypal-described.js';
import type { Described } from './described-event.js';

/** What is to become of an event on its arrival. */
export type Verdict =
  | { readonly status: 'pending' }
  | { readonly status: 'skipped'; readonly reason: SkipReason; readonly refetch: boolean };

export type SkipReason =
  'unknown_type' | 'not_folded_yet' | 'other_account' | 'other_mode' | 'other_api_version' | 'thin_event';

export interface Here {
  readonly livemode: boolean;
  /** The API version the installed client speaks. */
  readonly apiVersion: string;
  readonly folds: (objectKey: string) => boolean;
}

/**
 * Whether we fold it. A provider must not be told no for what is merely not ours, so nothing is refused here: it is
 * kept with a reason and can be folded later. An object rendered in another version is fetched in ours instead.
 */
export function verdictOn(event: Described, here: Here): Verdict {
  if (event.account !== 'self') return skipped('other_account');
  if (event.livemode !== here.livemode) return skipped('other_mode');
  if (!here.folds(event.objectKey)) return skipped(isOfConcern(event.type) ? 'not_folded_yet' : 'unknown_type');
  if (event.thin) return skipped('thin_event', true);
  if (event.apiVersion !== null && event.apiVersion !== here.apiVersion) return skipped('other_api_version', true);
  return { status: 'pending' };
}

function skipped(reason: SkipReason, refetch = false): Verdict {
  return { status: 'skipped', reason, refetch };
}
