import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Inbox, inOrder, type Claim, type Fold, type FoldOutcome, type InboxEvent } from '../../webhooks/index.js';
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

  async fold(claims: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>> {
    const histories = await this.inbox.histories(claims.map(({ objectKey }) => objectKey));
    const last = claims.flatMap(({ objectKey, pending }) => {
      const events = inOrder([...(histories.get(objectKey) ?? []), ...pending]);
      return events.find(({ type }) => type.endsWith('.deleted')) ?? events.at(-1) ?? [];
    });
    const of = (object: string): InboxEvent[] => last.filter(({ body }) => body.data.object.object === object);
    await writeProducts(this.database, of('product').map(productRow));
    await writePrices(this.database, of('price').map(priceRow));
    return doneUnlessWaiting(claims, new Map());
  }
}

function productRow({ body, type, occurredAt }: InboxEvent): ProductRow {
  const product = body.data.object as unknown as ProductObject;
  const isDeleted = type === 'product.deleted';
  return {
    id: ourId(product),
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

function priceRow({ body, type }: InboxEvent): PriceRow {
  const price = body.data.object as unknown as PriceObject;
  return {
    id: ourId(price),
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
