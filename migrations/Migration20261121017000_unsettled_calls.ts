import { Migration } from '@mikro-orm/migrations';

/** Calls of which nobody can say what became of them are looked for again, like those that were cut off. */
export class Migration20261121017000_unsettled_calls extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql('drop index billing_intent_unsettled_index');
    this.addSql(
      `create index billing_intent_unsettled_index on billing_intent (next_at) where state in ('planned', 'sent', 'unknown')`,
    );
  }

  override down(): void {
    this.addSql('drop index billing_intent_unsettled_index');
    this.addSql(
      `create index billing_intent_unsettled_index on billing_intent (next_at) where state in ('planned', 'sent')`,
    );
  }
}
