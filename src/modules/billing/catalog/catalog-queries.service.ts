import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';
import { PlanUnknown, PriceNotFound, ProductNotFound } from './catalog.errors.js';
import type { ProductRow } from './catalog.queries.js';
import { priceView, productView, type PriceRead, type PriceView, type ProductView } from './catalog.views.js';

/** By the provider's ids. */
interface RecurringPrice {
  readonly provider_id: string;
  readonly product_id: string;
  readonly currency: string;
}

/** What is sold and for how much, as the API shows it. */
@Injectable()
export class CatalogQueries {
  constructor(private readonly database: Database) {}

  /** By our id or the provider's. @throws ProductNotFound */
  async product(id: string): Promise<ProductView> {
    const [row] = await this.database.query<ProductRow>(
      `select * from billing_product where ${isId(id) ? 'id' : 'provider_id'} = $1`,
      [id],
    );
    if (!row) throw new ProductNotFound(id);
    return productView(row);
  }

  async products(page: Page): Promise<List<ProductView>> {
    const { tail, parameters } = page.sql({ active: 'active' });
    return page.answer(
      await this.database.query<ProductRow>(`select * from billing_product ${tail}`, parameters),
      productView,
    );
  }

  /** By our id or the provider's. @throws PriceNotFound */
  async price(id: string): Promise<PriceView> {
    return priceView(await this.priceRow(id));
  }

  async prices(page: Page): Promise<List<PriceView>> {
    const { tail, parameters } = page.sql({
      at: 'p.created_at',
      id: 'p.id',
      active: 'p.active',
      currency: 'p.currency',
    });
    return page.answer(await this.database.query<PriceRead>(`${PRICES} ${tail}`, parameters), priceView);
  }

  /** @throws PriceNotFound, PlanUnknown when it is sold once or no longer */
  async recurringPrice(id: string): Promise<RecurringPrice> {
    const row = await this.priceRow(id);
    if (row.interval === null || !row.active) throw new PlanUnknown(id);
    return { provider_id: row.provider_id, product_id: row.product_provider_id, currency: row.currency };
  }

  private async priceRow(id: string): Promise<PriceRead> {
    const [row] = await this.database.query<PriceRead>(`${PRICES} where ${isId(id) ? 'p.id' : 'p.provider_id'} = $1`, [
      id,
    ]);
    if (!row) throw new PriceNotFound(id);
    return row;
  }
}

const PRICES = `
  select p.*, product.id as product_id from billing_price p left join billing_product product on product.provider_id = p.product_provider_id`;
