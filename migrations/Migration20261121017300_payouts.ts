import { Migration } from '@mikro-orm/migrations';

/** Payouts of the provider to our bank; what was made in its own dashboard is marked where it is folded. */
export class Migration20261121017300_payouts extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of UP) this.addSql(statement);
  }

  override down(): void {
    this.addSql(`update billing_payment set kind = 'foreign' where kind = 'invoice'`);
    this.addSql('alter table billing_invoice drop column is_foreign');
    this.addSql('drop table billing_payout');
  }
}

const UP = [
  `create table billing_payout (
    id                          uuid        primary key,
    provider_id                 text        not null constraint billing_payout_provider_id_unique unique,
    status                      text        not null,
    minor                       bigint      not null,
    currency                    text        not null,
    automatic                   boolean     not null,
    arrives_at                  timestamptz not null,
    balance_transaction         text,
    failure_balance_transaction text,
    failure_code                text,
    livemode                    boolean     not null,
    created_at                  timestamptz not null
  )`,
  `create index billing_payout_created_at_id_index on billing_payout (created_at, id)`,
  `alter table billing_invoice add column is_foreign boolean not null default false`,
  `update billing_payment p set kind = 'invoice' where kind = 'foreign' and exists (
    select from billing_invoice_payment ip where ip.payment_provider_id = p.provider_id and ip.status = 'paid')`,
];
