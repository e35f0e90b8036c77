import { Migration } from '@mikro-orm/migrations';

/** What people decide about events that were given up: to leave them, and why; or to fold a range of them once more. */
export class Migration20261121016100_webhooks_replays extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      create table webhooks_dismissal (
        inbox_id     uuid        primary key,
        reason       text        not null,
        dismissed_by text        not null,
        dismissed_at timestamptz not null
      )`);
    this.addSql(`
      create table webhooks_replay (
        id           uuid        primary key,
        starts_at    timestamptz not null,
        ends_at      timestamptz not null,
        provider     text,
        types        text[],
        statuses     text[]      not null,
        status       text        not null,
        total        int         not null,
        replayed     int         not null default 0,
        last_seq     bigint      not null default '0',
        requested_by text        not null,
        created_at   timestamptz not null,
        done_at      timestamptz,
        constraint webhooks_replay_status_check check (status in ('running','done','cancelled'))
      )`);
    this.addSql(
      `create unique index webhooks_replay_running_unique on webhooks_replay (status) where status = 'running'`,
    );
    this.addSql(`create index webhooks_replay_created_at_id_index on webhooks_replay (created_at, id)`);
  }

  override down(): void {
    this.addSql('drop table webhooks_replay');
    this.addSql('drop table webhooks_dismissal');
  }
}
