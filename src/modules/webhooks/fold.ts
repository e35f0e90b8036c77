import { Injectable } from '@nestjs/common';

/** Where an event came from: delivered, fetched from the provider's list, the answer to our own call, a fetched object. */
export type Source = 'webhook' | 'backfill' | 'api' | 'refetch';

/** A provider's event as plain data. `previous_attributes` stands on updates only. */
export interface ProviderEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly data: {
    readonly object: Record<string, unknown> & { readonly id?: string; readonly object: string };
    readonly previous_attributes?: Record<string, unknown> | null;
  };
}

/** A row of the inbox with its body. */
export interface InboxEvent {
  readonly seq: string;
  readonly id: string;
  readonly externalId: string;
  readonly source: Source;
  readonly type: string;
  readonly objectKey: string;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly body: ProviderEvent;
}

/** One object with the events of it that are due, oldest first. Its lock is held. */
export interface Claim {
  readonly objectKey: string;
  /** The provider's id: `sub_1`. */
  readonly objectId: string;
  readonly pending: readonly InboxEvent[];
  /** Asked for by `refold`: something it depends on has changed. `pending` may be empty then. */
  readonly refold?: boolean;
}

export type FoldOutcome =
  | { readonly kind: 'done'; readonly changed: boolean }
  /** The parent is not here yet: the rows wait until the transaction that creates it calls `release`. */
  | { readonly kind: 'waiting'; readonly on: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/**
 * What events of some object types mean. Called with all claimed objects of these types in one transaction, so that it
 * can load and write them set-based. It touches its own objects only and calls no provider.
 */
export interface Fold {
  readonly provider: 'stripe' | 'paypal';
  /** Values of `data.object.object`. */
  readonly objects: readonly string[];
  /**
   * Names of what these claims decide on together with other objects. Their locks are taken, those of all folds of the
   * transaction in one order, before any of them reads or writes.
   */
  locks?(claims: readonly Claim[]): Promise<readonly string[]>;
  fold(claims: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>>;
}

/** The folds the modules above have registered, by provider and object type. */
@Injectable()
export class Folds {
  private readonly byObject = new Map<string, Fold>();

  register(fold: Fold): void {
    for (const object of fold.objects) this.byObject.set(`${fold.provider}:${object}`, fold);
  }

  /** The fold of an object key (`stripe:self:subscription:sub_1`), if anybody folds such objects. */
  of(objectKey: string): Fold | undefined {
    const [provider, , object] = objectKey.split(':');
    return this.byObject.get(`${provider}:${object}`);
  }
}

/** The name under which an object is claimed and locked, by folds and by use cases alike. */
export function objectKey(object: string, id: string, provider = 'stripe', account = 'self'): string {
  return `${provider}:${account}:${object}:${id}`;
}

/**
 * The object whose fold an event belongs to: charges and refunds are parts of their payment, an invoice's payments of
 * their invoice, so that what must be consistent together is claimed and locked together.
 */
export function foldedWith(object: ProviderEvent['data']['object']): { object: string; id: string } | undefined {
  const reference = (value: unknown): string | undefined =>
    typeof value === 'string' ? value : ((value as { id?: string } | null | undefined)?.id ?? undefined);
  const owner = OWNERS[object.object];
  for (const [type, field] of owner ?? []) {
    const id = reference(object[field]);
    if (id) return { object: type, id };
  }
  return object.id === undefined ? undefined : { object: object.object, id: object.id };
}

const OWNERS: Readonly<Record<string, readonly (readonly [type: string, field: string])[]>> = {
  charge: [['payment_intent', 'payment_intent']],
  refund: [
    ['payment_intent', 'payment_intent'],
    ['charge', 'charge'],
  ],
  invoice_payment: [['invoice', 'invoice']],
};

/** Each event once. */
export function distinct(events: readonly InboxEvent[]): InboxEvent[] {
  return [...new Map(events.map((event) => [event.seq, event])).values()];
}

/** By the provider's second, then by event id: an order that the order of arrival has no part in. */
export function inOrder(events: readonly InboxEvent[]): InboxEvent[] {
  return distinct(events).toSorted(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.externalId < b.externalId ? -1 : 1),
  );
}

/** The key an event of this object is claimed by, if it has one. */
export function keyOf(
  object: ProviderEvent['data']['object'],
  provider = 'stripe',
  account = 'self',
): string | undefined {
  const owner = foldedWith(object);
  return owner && objectKey(owner.object, owner.id, provider, account);
}
