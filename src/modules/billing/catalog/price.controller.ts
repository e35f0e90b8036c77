import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Money } from '../../../kernel/money.js';
import { Scope } from '../../../platform/auth/access.js';
import { aCurrency, aFlag, instants } from '../../../platform/http/filters.js';
import { Idempotency } from '../../../platform/http/idempotency.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { PriceBody } from './catalog.dto.js';
import { Catalog } from './catalog.service.js';
import { CatalogQueries } from './catalog-queries.service.js';
import type { PriceView } from './catalog.views.js';

@ApiTags('prices')
@Controller('revenue/prices')
export class PriceController {
  constructor(
    private readonly catalog: Catalog,
    private readonly queries: CatalogQueries,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Scope('billing:write')
  @ApiOperation({ operationId: 'prices.create', summary: 'Price a product in one currency' })
  async price(@Body() body: PriceBody): Promise<PriceView> {
    const { product_id, amount, currency, interval, interval_count, lookup_key, metadata } = body;
    const id = await this.catalog.price({
      id: body.id ?? this.idempotency.actId,
      product: product_id,
      amount: Money.parse(amount, currency),
      interval,
      intervalCount: interval_count,
      lookupKey: lookup_key,
      metadata,
    });
    return this.queries.price(id);
  }

  @Get()
  @Scope('billing:read')
  @ApiOperation({ operationId: 'prices.list', summary: 'List prices, newest first' })
  list(@Paged({ active: aFlag, currency: aCurrency, created_at: instants }) page: Page): Promise<List<PriceView>> {
    return this.queries.prices(page);
  }

  @Get(':id')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'prices.get', summary: 'Read a price' })
  get(@Param('id') id: string): Promise<PriceView> {
    return this.queries.price(id);
  }
}
