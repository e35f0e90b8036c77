import { Migration } from '@mikro-orm/migrations';

/** Conflicting bodies in the order of their arrival, so that each is read once for those who are to be forgotten. */
export class Migration20261121233000_conflicts_read_in_order extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql('alter table webhooks_conflict add column seq bigint generated always as identity');
    this.addSql('alter table webhooks_conflict add constraint webhooks_conflict_seq_unique unique (seq)');
    this.addSql(`alter table webhooks_redaction add column conflicts_seq bigint not null default '0'`);
  }

  override down(): void {
    this.addSql('alter table webhooks_redaction drop column conflicts_seq');
    this.addSql('alter table webhooks_conflict drop column seq');
  }
}
