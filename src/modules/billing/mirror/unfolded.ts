import type { ProviderEvent } from '../../webhooks/index.js';

export type ProviderObject = ProviderEvent['data']['object'] & { readonly id: string };

/** Which references and lists of an object, where they are shown in full, are objects we fold ourselves. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  payment_intent: ['latest_charge'],
  charge: ['payment_intent', 'balance_transaction', 'refunds'],
  refund: ['balance_transaction', 'payment_intent', 'charge'],
  subscription: ['latest_invoice', 'discounts'],
  invoice: ['payments'],
};

const FOLDED = new Set([
  'customer',
  'product',
  'price',
  'coupon',
  'discount',
  'subscription',
  'invoice',
  'invoice_payment',
  'payment_intent',
  'charge',
  'refund',
  'balance_transaction',
  'dispute',
  'credit_note',
  'payout',
]);

/**
 * What the provider showed us, as a webhook would have told it: every object of ours by itself, the whole before the
 * parts it carries, and in their place their ids.
 */
export function unfolded(object: ProviderObject): ProviderObject[] {
  const flat: Record<string, unknown> = { ...object };
  const parts: ProviderObject[] = [];
  for (const field of PARTS[object.object] ?? []) {
    const value = object[field];
    const shown = shownIn(value);
    if (shown.length === 0) continue;
    parts.push(...shown.flatMap(unfolded));
    if (isList(value)) delete flat[field];
    else flat[field] = Array.isArray(value) ? value.map(nameOf) : nameOf(value);
  }
  return FOLDED.has(object.object) ? [flat as ProviderObject, ...parts] : parts;
}

function shownIn(value: unknown): ProviderObject[] {
  if (isList(value)) return [...value.data];
  return [value].flat().filter(isObject);
}

function nameOf(value: unknown): unknown {
  return isObject(value) ? value.id : value;
}

function isObject(value: unknown): value is ProviderObject {
  return typeof value === 'object' && value !== null && 'object' in value && 'id' in value;
}

function isList(value: unknown): value is { readonly data: readonly ProviderObject[] } {
  return typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data);
}
