import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';
import { SubscriptionNotFound } from './subscription.errors.js';
import {
  subscriptionView,
  versionView,
  type SubscriptionRead,
  type SubscriptionView,
  type VersionView,
} from './subscription.views.js';

/** Subscriptions as the API shows them. */
@Injectable()
export class SubscriptionQueries {
  constructor(private readonly database: Database) {}

  /** By our id or the provider's. @throws SubscriptionNotFound */
  async one(id: string): Promise<SubscriptionView> {
    const [row] = await this.database.query<SubscriptionRead>(
      `select * from billing_subscription where ${isId(id) ? 'id' : 'provider_id'} = $1`,
      [id],
    );
    if (!row) throw new SubscriptionNotFound(id);
    return subscriptionView(row);
  }

  async list(page: Page): Promise<List<SubscriptionView>> {
    const { tail, parameters } = page.sql({ status: 'status', customer_id: 'customer_id' });
    const rows = await this.database.query<SubscriptionRead>(`select * from billing_subscription ${tail}`, parameters);
    return page.answer(rows, subscriptionView);
  }

  /** The whole history, also what later knowledge has set aside. @throws SubscriptionNotFound */
  async versions(id: string): Promise<{ data: VersionView[] }> {
    const { id: subscriptionId } = await this.one(id);
    const rows = await this.database.query<Parameters<typeof versionView>[0]>(
      `select * from billing_subscription_version where subscription_id = $1 order by seq, recorded_at`,
      [subscriptionId],
    );
    return { data: rows.map(versionView) };
  }
}
