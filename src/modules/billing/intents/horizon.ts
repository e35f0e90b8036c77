import { hours } from '../../../kernel/clock.js';

/** The provider keeps a key for 24 hours; an hour before that we stop trusting it. */
export const KEY_TRUSTED = hours(23);

/**
 * By now nothing that was sent under the key can still be on its way: what is to be found is found, what is absent is a new
 * call. Whatever has no end after it gets none by itself.
 */
export const SURELY_OVER = hours(25);

/** Somebody should know long before: by now a call was tried a dozen times, at last every ten minutes. */
export const OVERDUE = hours(1);
