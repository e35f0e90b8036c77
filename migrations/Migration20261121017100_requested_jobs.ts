import { Migration } from '@mikro-orm/migrations';

/** Work that is asked for over HTTP and done by a worker. */
export class Migration20261121017100_requested_jobs extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`create table platform_job (
      id           uuid        primary key,
      kind         text        not null,
      scope        text        not null,
      params       jsonb       not null,
      status       text        not null constraint platform_job_status_check check (status in ('running', 'done', 'failed')),
      progress     jsonb       not null default '{}'::jsonb,
      result       jsonb,
      error        text,
      attempts     int         not null default 0,
      requested_at timestamptz not null,
      locked_until timestamptz,
      finished_at  timestamptz
    )`);
    this.addSql(`create index platform_job_running_index on platform_job (requested_at) where status = 'running'`);
  }

  override down(): void {
    this.addSql('drop table platform_job');
  }
}
