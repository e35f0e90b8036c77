import { Migration } from '@mikro-orm/migrations';

/** That a layer could not be compared is kept beside what was seen of those that could. */
export class Migration20261122073000_failed_comparisons extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`alter table billing_reconciliation_run add column error text`);
  }

  override down(): void {
    this.addSql(`delete from billing_reconciliation_run where error is not null`);
    this.addSql('alter table billing_reconciliation_run drop column error');
  }
}
