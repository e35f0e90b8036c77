import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import type { Money } from '../../../kernel/money.js';
import type { Interval } from '../../../kernel/period.js';
import { ProviderCalls } from '../intents/provider-calls.service.js';
import { CatalogQueries } from './catalog-queries.service.js';

export interface ProductRequest {
  readonly id?: string | undefined;
  readonly name: string;
  readonly description?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

export interface PriceRequest {
  readonly id?: string | undefined;
  readonly product: string;
  readonly amount: Money;
  /** Absent: sold once. */
  readonly interval?: Interval | undefined;
  readonly intervalCount?: number | undefined;
  readonly lookupKey?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** What is sold and for how much. Our catalogue leads: the provider is told. */
@Injectable()
export class Catalog {
  constructor(
    private readonly queries: CatalogQueries,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
  ) {}

  async offer({ id = newId(this.clock.now()), name, description, metadata }: ProductRequest): Promise<string> {
    const params = {
      name,
      ...(description === undefined ? {} : { description }),
      metadata: { ...metadata, re_id: id },
    };
    await this.calls.perform({ operation: 'product.create', subject: `product:${id}`, params });
    return id;
  }

  /** @throws ProductNotFound */
  async price(request: PriceRequest): Promise<string> {
    const { id = newId(this.clock.now()), amount, interval, intervalCount = 1, lookupKey, metadata } = request;
    const product = await this.queries.product(request.product);
    const params = {
      product: product.provider_id,
      currency: amount.currency,
      unit_amount: amount.minor,
      ...(interval === undefined ? {} : { recurring: { interval, interval_count: intervalCount } }),
      ...(lookupKey === undefined ? {} : { lookup_key: lookupKey }),
      metadata: { ...metadata, re_id: id },
    };
    await this.calls.perform({ operation: 'price.create', subject: `price:${id}`, params });
    return id;
  }
}
