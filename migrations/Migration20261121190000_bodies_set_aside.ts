import { Migration } from '@mikro-orm/migrations';

/** Stored bodies that no key opened when somebody was to be forgotten: set aside where they are seen, and tried again. */
export class Migration20261121190000_bodies_set_aside extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`create table webhooks_unopened (
      seq      bigint      primary key,
      found_at timestamptz not null default now(),
      tried_at timestamptz not null default now()
    )`);
    this.addSql('create index webhooks_unopened_tried_at_index on webhooks_unopened (tried_at)');
  }

  override down(): void {
    this.addSql('drop table webhooks_unopened');
  }
}
