import { Migration } from '@mikro-orm/migrations';

/** Coupons and the discounts they gave, as the provider has them: what a subscription is worth depends on them. */
export class Migration20261121012100_discounts extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      create table billing_coupon (
        provider_id text        primary key,
        name        text,
        percent_off text,
        amounts_off jsonb       not null,
        duration    text        not null,
        products    jsonb,
        created_at  timestamptz not null
      )`);
    this.addSql(`
      create table billing_discount (
        provider_id              text        primary key,
        coupon_provider_id       text        not null,
        subscription_provider_id text,
        starts_at                timestamptz not null
      )`);
    this.addSql('create index billing_discount_coupon_provider_id_index on billing_discount (coupon_provider_id)');
  }

  override down(): void {
    this.addSql('drop table billing_discount');
    this.addSql('drop table billing_coupon');
  }
}
