import { Migration } from '@mikro-orm/migrations';

/** Objects of the provider that bear an id of ours which another has: reconciliation opens a break for each. */
export class Migration20261121032000_borrowed_ids extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      create table billing_borrowed_id (
        provider_id text not null primary key,
        object      text not null,
        our_id      uuid not null,
        holder      text not null
      )`);
  }

  override down(): void {
    this.addSql('drop table billing_borrowed_id');
  }
}
