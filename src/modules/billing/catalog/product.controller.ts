import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '../../../platform/auth/access.js';
import { aFlag, instants } from '../../../platform/http/filters.js';
import { Idempotency } from '../../../platform/http/idempotency.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Paged } from '../../../platform/http/paged.js';
import { ProductBody } from './catalog.dto.js';
import { Catalog } from './catalog.service.js';
import { CatalogQueries } from './catalog-queries.service.js';
import type { ProductView } from './catalog.views.js';

@ApiTags('products')
@Controller('revenue/products')
export class ProductController {
  constructor(
    private readonly catalog: Catalog,
    private readonly queries: CatalogQueries,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Scope('billing:write')
  @ApiOperation({ operationId: 'products.create', summary: 'Offer a product' })
  async offer(@Body() body: ProductBody): Promise<ProductView> {
    return this.queries.product(await this.catalog.offer({ ...body, id: body.id ?? this.idempotency.actId }));
  }

  @Get()
  @Scope('billing:read')
  @ApiOperation({ operationId: 'products.list', summary: 'List products, newest first' })
  list(@Paged({ active: aFlag, created_at: instants }) page: Page): Promise<List<ProductView>> {
    return this.queries.products(page);
  }

  @Get(':id')
  @Scope('billing:read')
  @ApiOperation({ operationId: 'products.get', summary: 'Read a product' })
  get(@Param('id') id: string): Promise<ProductView> {
    return this.queries.product(id);
  }
}
