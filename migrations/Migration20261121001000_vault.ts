import { Migration } from '@mikro-orm/migrations';

/** A key for each person: what is sealed with it can be forgotten everywhere at once. */
export class Migration20261121001000_vault extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      create table platform_vault_key (
        subject    text        primary key,
        wrapped    text        not null,
        created_at timestamptz not null default clock_timestamp()
      )`);
  }

  override down(): void {
    this.addSql('drop table platform_vault_key');
  }
}
