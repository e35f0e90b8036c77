import { Migration } from '@mikro-orm/migrations';

/** Fetches still wanted, asked for each second among all there ever were. */
export class Migration20261121194000_wanted_fetches extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql('create index webhooks_refetch_wanted_index on webhooks_refetch (wanted_at) where done_at is null');
  }

  override down(): void {
    this.addSql('drop index webhooks_refetch_wanted_index');
  }
}
