import type { Stripe } from 'stripe';
import { ProviderUnreachable } from './provider.errors.js';
import { refusalOf } from './stripe-error.js';

interface Owner {
  readonly id: string;
  readonly object: string;
}

interface List {
  readonly data: readonly object[];
  readonly has_more: boolean;
}

const PAGE = { limit: 100 };

/** Where all of what an object embeds is listed: of longer lists it shows the first ten. */
const LISTED: Readonly<Record<string, (sdk: Stripe, id: string) => AsyncIterable<object>>> = {
  'charge.refunds': (sdk, charge) => sdk.refunds.list({ charge, ...PAGE }),
  'invoice.lines': (sdk, id) => sdk.invoices.listLineItems(id, PAGE),
  'invoice.payments': (sdk, invoice) => sdk.invoicePayments.list({ invoice, ...PAGE }),
  'subscription.items': (sdk, subscription) => sdk.subscriptionItems.list({ subscription, ...PAGE }),
};

/**
 * An answer with all the lines, items, payments and refunds of what it holds, changed in place so that its headers stay with it.
 * @throws ProviderUnreachable whatever kept it from being read to its end: the object itself is there
 */
export async function whole<T extends object>(sdk: Stripe, answer: T): Promise<T> {
  for (const { owner, field } of cutShort(answer)) {
    try {
      const data: object[] = [];
      for await (const one of LISTED[`${owner.object}.${field}`]?.(sdk, owner.id) ?? []) data.push(one);
      Object.assign((owner as unknown as Record<string, object>)[field] as object, { data, has_more: false });
    } catch (error) {
      const refusal = refusalOf(error);
      throw refusal ? new ProviderUnreachable({ ...refusal.facts, unread: `${owner.id} ${field}` }) : error;
    }
  }
  return answer;
}

function cutShort(value: unknown): { owner: Owner; field: string }[] {
  if (Array.isArray(value)) return value.flatMap(cutShort);
  if (typeof value !== 'object' || value === null) return [];
  const owner = value as Owner;
  return Object.entries(value).flatMap(([field, part]) => [
    ...(`${owner.object}.${field}` in LISTED && isCut(part) ? [{ owner, field }] : []),
    ...cutShort(part),
  ]);
}

function isCut(list: unknown): boolean {
  return (list as List | null)?.has_more === true;
}
