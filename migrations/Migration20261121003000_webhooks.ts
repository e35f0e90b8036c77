import { Migration } from '@mikro-orm/migrations';

/**
 * What providers told us, kept for ever: a narrow row an event and its signed bytes apart from it. Beside them: second
 * bodies under a known id, gaps in an object's history, and the marks "fold again" and "fetch again".
 */
export class Migration20261121003000_webhooks extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of [...INBOX, ...BESIDE]) this.addSql(statement);
  }

  override down(): void {
    for (const table of TABLES) this.addSql(`drop table ${table}`);
  }
}

const TABLES = [
  'webhooks_inbound_secret',
  'webhooks_refetch',
  'webhooks_refold',
  'webhooks_chain_break',
  'webhooks_conflict',
  'webhooks_body',
  'webhooks_inbox',
];

const INBOX = [
  `create table webhooks_inbox (
    seq          bigserial   primary key,
    id           uuid        not null,
    provider     text        not null,
    account      text        not null,
    external_id  text        not null,
    source       text        not null,
    type         text        not null,
    object_key   text        not null,
    occurred_at  timestamptz not null,
    received_at  timestamptz not null default clock_timestamp(),
    api_version  text,
    secret_label text,
    body_sha256  bytea       not null,
    status       text        not null,
    lane         smallint    not null default 0,
    attempts     int         not null default 0,
    next_at      timestamptz not null default now(),
    waiting_on   text,
    last_error   text,
    outcome      jsonb,
    done_at      timestamptz,
    redacted_at  timestamptz,
    constraint webhooks_inbox_id_unique unique (id),
    constraint webhooks_inbox_external_unique unique (provider, account, external_id),
    constraint webhooks_inbox_source_check check (source in ('webhook','backfill','api','refetch')),
    constraint webhooks_inbox_status_check check (status in ('pending','waiting','done','skipped','dead'))
  )`,
  `create index webhooks_inbox_pending_index on webhooks_inbox (lane, seq) where status = 'pending'`,
  `create index webhooks_inbox_object_index on webhooks_inbox (object_key, occurred_at, seq)`,
  `create index webhooks_inbox_dead_index on webhooks_inbox (seq) where status = 'dead'`,
  `create index webhooks_inbox_waiting_index on webhooks_inbox (waiting_on) where status = 'waiting'`,
  `create table webhooks_body (
    seq     bigint primary key,
    headers jsonb  not null,
    body    bytea  not null
  ) with (toast_tuple_target = 8160)`,
  // Sealed bytes do not get smaller: trying costs as much as storing them, and beside the row they cost a second write.
  `alter table webhooks_body alter column body set storage external`,
];

const BESIDE = [
  `create table webhooks_conflict (
    id            uuid        primary key,
    inbox_id      uuid        not null,
    first_sha256  bytea       not null,
    second_sha256 bytea       not null,
    headers       jsonb       not null,
    body          bytea       not null,
    received_at   timestamptz not null default clock_timestamp(),
    constraint webhooks_conflict_inbox_id_second_sha256_unique unique (inbox_id, second_sha256)
  )`,
  `create table webhooks_chain_break (
    id          uuid        primary key,
    object_key  text        not null,
    kind        text        not null,
    event_id    text        not null,
    expected    text        not null,
    found       text,
    occurred_at timestamptz not null,
    first_seen  timestamptz not null default clock_timestamp(),
    closed_at   timestamptz,
    closed_by   text,
    constraint webhooks_chain_break_object_key_event_id_expected_unique unique (object_key, event_id, expected),
    constraint webhooks_chain_break_kind_check check (kind in ('gap','no_path','foreign')),
    constraint webhooks_chain_break_closed_by_check check (closed_by in ('equal','found','reconciled'))
  )`,
  `create index webhooks_chain_break_open_index on webhooks_chain_break (first_seen) where closed_at is null`,
  `create table webhooks_refold (
    object_key text        primary key,
    wanted_at  timestamptz not null default clock_timestamp(),
    attempts   int         not null default 0,
    next_at    timestamptz not null default now(),
    last_error text
  )`,
  `create table webhooks_refetch (
    object_key text        primary key,
    wanted_at  timestamptz not null default clock_timestamp(),
    taken_at   timestamptz,
    done_at    timestamptz
  )`,
  `create table webhooks_inbound_secret (
    id        uuid        primary key,
    provider  text        not null,
    label     text        not null,
    sealed    text        not null,
    starts_at timestamptz not null,
    ends_at   timestamptz,
    constraint webhooks_inbound_secret_provider_label_unique unique (provider, label)
  )`,
];
