import type { Answered } from '../../../integrations/stripe/index.js';
import type { ProviderEvent } from '../../webhooks/index.js';

type Plain = Record<string, unknown> & { readonly id: string; readonly object: string };

/** Which expanded references of an answer are objects we fold ourselves. */
const UNFOLDED: Readonly<Record<string, readonly string[]>> = {
  payment_intent: ['latest_charge'],
  charge: ['balance_transaction'],
  refund: ['balance_transaction', 'charge'],
  subscription: ['latest_invoice'],
  invoice: ['payments'],
  invoice_payment: [],
};

const FOLDED = new Set([
  'customer',
  'product',
  'price',
  'subscription',
  'invoice',
  'invoice_payment',
  'payment_intent',
  'charge',
  'refund',
  'balance_transaction',
  'dispute',
  'credit_note',
]);

/**
 * An answer of the provider as events for the inbox, the parts it carries first: what we were told in reply to our own
 * call is folded like everything else, so that a replay never has to ask again.
 */
export function eventsOf(answer: object, call: string, at: Date): { externalId: string; body: ProviderEvent }[] {
  return unfolded(answer as Plain).map((object) => ({
    externalId: `api:${call}:${object.id}`,
    body: {
      id: `api:${call}:${object.id}`,
      type: `api.${object.object}`,
      created: Math.floor(at.getTime() / 1000),
      livemode: object['livemode'] === true,
      data: { object },
    },
  }));
}

/**
 * When an object was as the answer shows it, by the provider's clock. Said again, it is as old as the call may be: dated
 * too early it yields to every change told since, dated too late it would undo them.
 * @param asked when the call was written down, @param now the time by which that was
 */
export function saidAt(answered: Answered | undefined, asked: Date, now: Date): Date {
  if (!answered) return now;
  const { at, again } = answered;
  return again ? new Date(at.getTime() - (now.getTime() - asked.getTime())) : at;
}

function unfolded(object: Plain): Plain[] {
  const parts: Plain[] = [];
  const flat: Record<string, unknown> = { ...object };
  for (const field of UNFOLDED[object.object] ?? []) {
    const value = object[field];
    if (isList(value)) parts.push(...value.data.flatMap(unfolded));
    else if (isObject(value)) {
      parts.push(...unfolded(value));
      flat[field] = value.id;
    }
  }
  return FOLDED.has(object.object) ? [flat as Plain, ...parts] : parts;
}

function isObject(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && 'object' in value && 'id' in value;
}

function isList(value: unknown): value is { readonly data: readonly Plain[] } {
  return typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data);
}
