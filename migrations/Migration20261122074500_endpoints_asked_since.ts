import { Migration } from '@mikro-orm/migrations';

/** Since when an endpoint asks for just the types it asks for: from then on each of them has to have its delivery. */
export class Migration20261122074500_endpoints_asked_since extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`alter table webhooks_endpoint add column asked_since timestamptz not null default clock_timestamp()`);
  }

  override down(): void {
    this.addSql('alter table webhooks_endpoint drop column asked_since');
  }
}
