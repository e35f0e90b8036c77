import { Migration } from '@mikro-orm/migrations';

/** Who may sign in to the back office, which browsers are signed in, and the links printed before there is an owner. */
export class Migration20261121000300_sign_in extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      create table platform_admin (
        id            uuid        primary key,
        email         text        not null,
        password_hash text        not null,
        roles         text[]      not null,
        failures      int         not null default 0,
        locked_until  timestamptz,
        disabled_at   timestamptz,
        created_at    timestamptz not null,
        constraint platform_admin_email_unique unique (email)
      )`);
    this.addSql(`
      create table platform_session (
        hash       text        primary key,
        admin_id   uuid,
        created_at timestamptz not null,
        seen_at    timestamptz not null,
        address    text,
        agent      text
      )`);
    this.addSql(`create index platform_session_admin_id_index on platform_session (admin_id)`);
    this.addSql(`
      create table platform_sign_in_link (
        hash       text        primary key,
        expires_at timestamptz not null,
        used_at    timestamptz
      )`);
  }

  override down(): void {
    this.addSql('drop table platform_sign_in_link');
    this.addSql('drop table platform_session');
    this.addSql('drop table platform_admin');
  }
}
