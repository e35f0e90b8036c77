import { Migration } from '@mikro-orm/migrations';

/** In which store something was let go: a copy of it brings the row along, and has let go of nothing. */
export class Migration20261122073500_releases_of_one_store extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql('alter table platform_outbound_hold add column released_in text');
  }

  override down(): void {
    this.addSql('alter table platform_outbound_hold drop column released_in');
  }
}
