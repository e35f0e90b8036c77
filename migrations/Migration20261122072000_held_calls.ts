import { Migration } from '@mikro-orm/migrations';

/** Until when a call is known to be held: it is not late for as long as somebody keeps it from being made. */
export class Migration20261122072000_held_calls extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`alter table billing_intent add column held_until timestamptz`);
  }

  override down(): void {
    this.addSql('alter table billing_intent drop column held_until');
  }
}
