import { Migration } from '@mikro-orm/migrations';

/** The list of all deliveries, newest first, and the end of the oldest. */
export class Migration20261121020100_deliveries_listed extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`create index webhooks_delivery_created_at_index on webhooks_delivery (created_at, id)`);
  }

  override down(): void {
    this.addSql(`drop index webhooks_delivery_created_at_index`);
  }
}
