import type { Unit } from '../unit.js';

export type NextAction =
  | { type: 'redirect_to_url'; redirect_to_url: { return_url: string; url: string } }
  | { type: 'use_stripe_sdk'; use_stripe_sdk: Record<string, unknown> };

/** Where the buyer is to confirm: a page of the sandbox that leads back, or the seller's own. */
export function nextAction(unit: Unit, intent: string, returnUrl: string | undefined): NextAction {
  if (returnUrl === undefined) return { type: 'use_stripe_sdk', use_stripe_sdk: {} };
  const url = `${unit.store.place.pages}/sandbox/confirm/${intent}`;
  return { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } };
}
