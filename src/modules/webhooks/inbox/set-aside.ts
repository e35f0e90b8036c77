import { API_VERSION } from '../intake/api-version.js';
import type { SkipReason } from './verdict.js';

/** What no later version of ours makes our own: it is another's, or its object was fetched in its place. */
const FOR_GOOD: readonly SkipReason[] = ['other_account', 'other_mode', 'thin_event'];

/**
 * That an event was set aside and still must not be folded: folding asks no more whose it is.
 * @param row what the statement around it calls the inbox row
 */
export const setAsideForGood = (row: string): string =>
  `(${row}.status = 'skipped' and (${row}.outcome ->> 'reason' in (${FOR_GOOD.map((reason) => `'${reason}'`).join(', ')})
    or ${row}.outcome ->> 'reason' = 'other_api_version' and ${row}.api_version is distinct from '${API_VERSION}'))`;
