import { Migration } from '@mikro-orm/migrations';

/** What is kept from leaving, channel by channel, and who let it go again: a restored store brings its hold along. */
export class Migration20261121036000_outbound_holds extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      create table platform_outbound_hold (
        channel     text        not null primary key,
        held_at     timestamptz not null,
        held_by     text        not null,
        released_at timestamptz,
        released_by text,
        constraint platform_outbound_hold_channel_check check (channel in ('webhooks', 'provider'))
      )`);
  }

  override down(): void {
    this.addSql('drop table platform_outbound_hold');
  }
}
