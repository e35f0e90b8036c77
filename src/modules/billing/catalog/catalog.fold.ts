import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import {
  Inbox,
  distinct,
  orderChain,
  type Claim,
  type Fold,
  type FoldOutcome,
  type InboxEvent,
} from '../../webhooks/index.js';
import { borrowersOf, turnsOf } from '../mirror/borrowed-ids.js';
import { doneUnlessWaiting } from '../mirror/outcomes.js';
import { idOf, instant, ourId, type Reference, type StripeObject, isForeign } from '../mirror/stripe-objects.js';
import { writePrices, writeProducts, type PriceRow, type ProductRow } from './catalog.queries.js';

interface ProductObject extends StripeObject {
  readonly name: string;
  readonly description: string | null;
  readonly active: boolean;
}

interface PriceObject extends StripeObject {
  readonly product: Reference;
  readonly currency: string;
  readonly unit_amount_decimal: string | null;
  readonly recurring: {
    readonly interval: string;
    readonly interval_count: number;
    readonly usage_type: string;
  } | null;
  readonly lookup_key: string | null;
  readonly active: boolean;
}

/** Products and prices as the provider has them. No money hangs on their history, so the last state told is theirs. */
@Injectable()
export class CatalogFold implements Fold {
  readonly provider = 'stripe';
  readonly objects = ['product', 'price'];

  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
  ) {}

  async locks(claims: readonly Claim[]): Promise<string[]> {
    return turnsOf(claims);
  }

  async fold(claims: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>> {
    const histories = await this.inbox.histories(claims.map(({ objectKey }) => objectKey));
    const last = claims.flatMap(
      ({ objectKey, pending }) => lastTold(distinct([...(histories.get(objectKey) ?? []), ...pending])) ?? [],
    );
    const of = (object: string): InboxEvent[] => last.filter(({ body }) => body.data.object.object === object);
    const [products, prices] = [of('product'), of('price')];
    const borrowers = (await borrowersOf(this.database, 'product', products.map(objectOf))).union(
      await borrowersOf(this.database, 'price', prices.map(objectOf)),
    );
    await writeProducts(
      this.database,
      products.map((event) => productRow(event, borrowers)),
    );
    await writePrices(
      this.database,
      prices.map((event) => priceRow(event, borrowers)),
    );
    return doneUnlessWaiting(claims, new Map());
  }
}

/** The event that shows its last state; two changes of one second are told apart by what they say was before. */
function lastTold(events: readonly InboxEvent[]): InboxEvent | undefined {
  const { states } = orderChain({
    events,
    reduce: (object, { type }) => ({ ...kept(object), isDeleted: type.endsWith('.deleted') }),
    terminal: ({ isDeleted }) => isDeleted,
  });
  return states.at(-1)?.event;
}

/** What rows are made of. The provider says null for a key of metadata that was not there before. */
function kept({ name, description, active, lookup_key, metadata }: Record<string, unknown>) {
  const said = Object.entries((metadata ?? {}) as Record<string, string | null>).filter(([, value]) => value !== null);
  return { name, description, active, lookup_key, metadata: Object.fromEntries(said) };
}

function objectOf({ body }: InboxEvent): StripeObject {
  return body.data.object as unknown as StripeObject;
}

function productRow({ body, type, occurredAt }: InboxEvent, borrowers: ReadonlySet<string>): ProductRow {
  const product = body.data.object as unknown as ProductObject;
  const isDeleted = type === 'product.deleted';
  return {
    id: ourId(product, borrowers),
    provider_id: product.id,
    name: product.name,
    description: product.description,
    active: product.active && !isDeleted,
    is_foreign: isForeign(product),
    metadata: product.metadata ?? {},
    created_at: instant(product.created),
    deleted_at: isDeleted ? occurredAt : null,
  };
}

function priceRow({ body, type }: InboxEvent, borrowers: ReadonlySet<string>): PriceRow {
  const price = body.data.object as unknown as PriceObject;
  return {
    id: ourId(price, borrowers),
    provider_id: price.id,
    product_provider_id: idOf(price.product) ?? '',
    currency: price.currency,
    unit_amount: price.unit_amount_decimal,
    interval: price.recurring?.interval ?? null,
    interval_count: price.recurring?.interval_count ?? null,
    usage_type: price.recurring?.usage_type ?? null,
    lookup_key: price.lookup_key,
    active: price.active && type !== 'price.deleted',
    is_foreign: isForeign(price),
    metadata: price.metadata ?? {},
    created_at: instant(price.created),
  };
}
