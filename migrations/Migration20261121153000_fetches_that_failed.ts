import { Migration } from '@mikro-orm/migrations';

/** Why an object could not be fetched, where somebody waits for it. */
export class Migration20261121153000_fetches_that_failed extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`alter table webhooks_refetch add column attempts int not null default 0, add column last_error text`);
  }

  override down(): void {
    this.addSql('alter table webhooks_refetch drop column attempts, drop column last_error');
  }
}
