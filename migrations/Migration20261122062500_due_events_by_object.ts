import { Migration } from '@mikro-orm/migrations';

/** What is due of one object, in order, without reading all that is due of others or all that was ever folded of it. */
export class Migration20261122062500_due_events_by_object extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`create index webhooks_inbox_due_index on webhooks_inbox (object_key, seq) where status = 'pending'`);
  }

  override down(): void {
    this.addSql('drop index webhooks_inbox_due_index');
  }
}
