import { Migration } from '@mikro-orm/migrations';

const INVOICES = `
  insert into webhooks_refold (object_key)
  select 'stripe:self:invoice:' || provider_id from billing_invoice where status = 'draft' and provider_id is not null
  on conflict (object_key) do nothing`;

const PAYMENTS = `
  insert into webhooks_refold (object_key)
  select 'stripe:self:payment_intent:' || provider_id from billing_payment
  where status not in ('succeeded', 'canceled') and provider_id is not null
  on conflict (object_key) do nothing`;

/** What is still open is folded once more: of snapshots of one second another one counts than did before. */
export class Migration20261121201000_states_of_one_second extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(INVOICES);
    this.addSql(PAYMENTS);
  }

  override down(): void {
    // Folding once more what stands as it should changes nothing: there is nothing to take back.
  }
}
