import type { Stripe } from 'stripe';
import { canonicalJson } from '../../../platform/http/canonical-json.js';
import { idOf } from '../mirror/stripe-objects.js';
import type { Finding } from './finding.js';

/** The folded fields by which an object is compared. */
export type State = Readonly<Record<string, unknown>>;
export type States = ReadonlyMap<string, State>;

/** Both sides whole: what one of them has not is missing there. */
export function differing(object: string, theirs: States, ours: States): Finding[] {
  const ids = [...new Set([...theirs.keys(), ...ours.keys()])];
  return ids.flatMap((id): Finding[] => {
    const [there, here] = [theirs.get(id) ?? null, ours.get(id) ?? null];
    if (canonicalJson(there) === canonicalJson(here)) return [];
    const kind = here === null ? 'missing_local' : there === null ? 'missing_remote' : 'status_differs';
    return [{ kind, subject: `${object}:${id}`, ours: here, theirs: there }];
  });
}

export function subscriptionState({ status, items }: Stripe.Subscription): State {
  return {
    status,
    items: items.data
      .map(({ price, quantity }) => `${price.id} x ${quantity ?? 1}`)
      .toSorted((a, b) => (a < b ? -1 : 1)),
  };
}

export function invoiceState({ status, total, amount_remaining }: Stripe.Invoice): State {
  return { status, total, remaining: amount_remaining };
}

/** @param price normalised, so that its decimals are text */
export function priceState(price: Stripe.Price): State {
  const { active, currency, product, recurring, lookup_key, metadata } = price;
  return {
    active,
    currency,
    amount: price.unit_amount_decimal,
    interval: recurring?.interval ?? null,
    lookup_key,
    metadata,
    product: idOf(product),
  };
}
