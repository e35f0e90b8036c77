import type { ProfileChange } from '../../customers/index.js';
import type { InboxEvent } from '../../webhooks/index.js';
import type { StripeObject } from '../mirror/stripe-objects.js';

export interface CustomerObject extends StripeObject {
  readonly email: string | null;
  readonly name?: string | null;
  readonly phone?: string | null;
  readonly address?: { readonly country?: string | null } | null;
  readonly currency?: string | null;
}

const PROFILE = ['email', 'name', 'phone'] as const;

/**
 * What was changed at the provider, and only that: of the rest our own word stands. A change that arrives after a later
 * one of the same field says nothing any more.
 * @param history everything heard of the customer, in order
 */
export function changedProfile(pending: readonly InboxEvent[], history: readonly InboxEvent[]): ProfileChange {
  const fresh = new Set(pending.map(({ seq }) => seq));
  const changes = PROFILE.flatMap((field) => {
    const last = history.findLast(({ body }) => Object.hasOwn(body.data.previous_attributes ?? {}, field));
    return last && fresh.has(last.seq)
      ? [[field, (last.body.data.object as unknown as CustomerObject)[field] ?? null]]
      : [];
  });
  return Object.fromEntries(changes) as ProfileChange;
}
