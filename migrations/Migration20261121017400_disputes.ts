import { Migration } from '@mikro-orm/migrations';

/** Payments that cardholders' banks take back, or ask about. */
export class Migration20261121017400_disputes extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of UP) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table billing_dispute');
  }
}

const UP = [
  `create table billing_dispute (
    id                 uuid        primary key,
    provider_id        text        not null constraint billing_dispute_provider_id_unique unique,
    payment_id         uuid        not null,
    charge_provider_id text        not null,
    status             text        not null,
    reason             text        not null,
    minor              bigint      not null,
    currency           text        not null,
    due_by             timestamptz,
    is_withdrawn       boolean     not null,
    livemode           boolean     not null,
    created_at         timestamptz not null
  )`,
  `create index billing_dispute_payment_id_index on billing_dispute (payment_id)`,
  `create index billing_dispute_created_at_id_index on billing_dispute (created_at, id)`,
];
