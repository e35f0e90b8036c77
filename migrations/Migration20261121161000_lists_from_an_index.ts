import { Migration } from '@mikro-orm/migrations';

/** Lists of what grows with the business, newest first, without sorting all of it for each page. */
export class Migration20261121161000_lists_from_an_index extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`create index webhooks_inbox_received_at_id_index on webhooks_inbox (received_at, id)`);
    this.addSql(`create index billing_intent_planned_at_id_index on billing_intent (planned_at, id)`);
    this.addSql(`create index billing_credit_note_issued_at_id_index on billing_credit_note (issued_at, id)`);
    this.addSql(`create index billing_credit_note_customer_id_index on billing_credit_note (customer_id)`);
  }

  override down(): void {
    this.addSql('drop index billing_credit_note_customer_id_index');
    this.addSql('drop index billing_credit_note_issued_at_id_index');
    this.addSql('drop index billing_intent_planned_at_id_index');
    this.addSql('drop index webhooks_inbox_received_at_id_index');
  }
}
