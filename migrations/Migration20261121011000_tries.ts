import { Migration } from '@mikro-orm/migrations';

/** How often the work of a key was tried, in place of the recovery points that no route ever set. */
export class Migration20261121011000_tries extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      alter table platform_idempotency
        drop column recovery_point,
        drop column recovery_data,
        add column tries int not null default 1`);
  }

  override down(): void {
    this.addSql(`
      alter table platform_idempotency
        drop column tries,
        add column recovery_point text,
        add column recovery_data jsonb`);
  }
}
