import { Migration } from '@mikro-orm/migrations';

const MARKED = `
  insert into webhooks_refold (object_key)
  select 'stripe:self:balance_transaction:' || t.provider_id
  from billing_balance_transaction t
  join (
    select provider_id, currency from billing_charge
    union all select provider_id, currency from billing_refund
    union all select provider_id, currency from billing_dispute
  ) source on source.provider_id = t.source_id and source.currency <> t.currency
  on conflict (object_key) do nothing`;

/** What settled in another currency than it was paid in is folded once more: it may have come before what it settles. */
export class Migration20261121200000_movements_in_other_currencies extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(MARKED);
  }

  override down(): void {
    // Folding once more what is booked as it should be changes nothing: there is nothing to take back.
  }
}
