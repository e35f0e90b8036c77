import { Migration } from '@mikro-orm/migrations';

/** Keys of programs, what was answered under an Idempotency-Key, and the slots of jobs. */
export class Migration20261121000200_platform_access extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      create table platform_api_key (
        id           uuid        primary key,
        hash         text        not null,
        last_four    text        not null,
        name         text        not null,
        scopes       text[]      not null,
        created_at   timestamptz not null,
        created_by   text        not null,
        expires_at   timestamptz,
        revoked_at   timestamptz,
        last_used_at timestamptz,
        replaces     uuid,
        constraint platform_api_key_hash_unique unique (hash)
      )`);
    this.addSql(`create index platform_api_key_replaces_index on platform_api_key (replaces)`);
    this.addSql(`
      create table platform_idempotency (
        id             uuid        primary key,
        api_key_id     uuid        not null,
        key            text        not null,
        method         text        not null,
        route          text        not null,
        fingerprint    text        not null,
        state          text        not null constraint platform_idempotency_state_check check (state in ('running', 'open', 'done')),
        holder         uuid,
        locked_until   timestamptz,
        recovery_point text,
        recovery_data  jsonb,
        status         int,
        headers        jsonb,
        body           text,
        created_at     timestamptz not null default now(),
        expires_at     timestamptz not null,
        constraint platform_idempotency_api_key_id_key_unique unique (api_key_id, key)
      )`);
    this.addSql(`create index platform_idempotency_expires_at_index on platform_idempotency (expires_at)`);
    this.addSql(`
      create table platform_slot (
        job          text        not null,
        slot         text        not null,
        state        text        not null constraint platform_slot_state_check check (state in ('running', 'failed', 'done')),
        attempts     int         not null default 1,
        locked_until timestamptz not null,
        started_at   timestamptz not null default now(),
        finished_at  timestamptz,
        last_error   text,
        primary key (job, slot)
      )`);
  }

  override down(): void {
    this.addSql('drop table platform_slot');
    this.addSql('drop table platform_idempotency');
    this.addSql('drop table platform_api_key');
  }
}
