import { Migration } from '@mikro-orm/migrations';

const HELD = `
  insert into webhooks_refold (object_key)
  select 'stripe:self:payment_intent:' || p.provider_id from billing_payment p
  where p.provider_id like 'pi\\_%' and (p.status in ('requires_capture', 'canceled') or exists (
    select from billing_charge c join billing_balance_transaction b on b.provider_id = c.balance_transaction
    where c.payment_id = p.id and b.created_at > c.created_at + interval '1 minute'))
  on conflict (object_key) do nothing`;

/** What of a payment is held and until when, and why one was given up. Those that were held are folded once more. */
export class Migration20261121230000_held_payments extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      alter table billing_payment
        add column capturable_minor    bigint not null default '0',
        add column cancellation_reason text,
        add column capture_before      timestamptz`);
    this.addSql(HELD);
  }

  override down(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      alter table billing_payment
        drop column capturable_minor, drop column cancellation_reason, drop column capture_before`);
  }
}
