import { Migration } from '@mikro-orm/migrations';

/** Who said what became of a call nobody could find out about, and why they think so. */
export class Migration20261121035010_decided_calls extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(
      `alter table billing_intent add column decided_by text, add column decided_at timestamptz, add column decided_why text`,
    );
  }

  override down(): void {
    this.addSql('alter table billing_intent drop column decided_by, drop column decided_at, drop column decided_why');
  }
}
