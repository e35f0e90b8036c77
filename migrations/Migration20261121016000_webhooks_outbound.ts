import { Migration } from '@mikro-orm/migrations';

/** Our own events on their way to customers' endpoints: who is told, with which secrets, what was sent and answered. */
export class Migration20261121016000_webhooks_outbound extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of STATEMENTS) this.addSql(statement);
  }

  override down(): void {
    for (const table of ['attempt', 'delivery', 'endpoint_secret', 'endpoint'])
      this.addSql(`drop table webhooks_${table}`);
  }
}

const STATEMENTS = [
  `create table webhooks_endpoint (
    id              uuid        primary key,
    url             text        not null,
    description     text,
    event_types     text[]      not null,
    ordering        text        not null,
    payload         text        not null,
    per_second      int,
    status          text        not null,
    disabled_reason text,
    disabled_at     timestamptz,
    failing_since   timestamptz,
    warned_at       timestamptz,
    paused_until    timestamptz,
    allowance_at    timestamptz,
    created_at      timestamptz not null default clock_timestamp(),
    deleted_at      timestamptz,
    constraint webhooks_endpoint_ordering_check check (ordering in ('none','strict')),
    constraint webhooks_endpoint_payload_check check (payload in ('full','thin')),
    constraint webhooks_endpoint_status_check check (status in ('enabled','disabled')),
    constraint webhooks_endpoint_disabled_reason_check check (disabled_reason in ('gone','failing','by_hand'))
  )`,
  `create table webhooks_endpoint_secret (
    id          uuid        primary key,
    endpoint_id uuid        not null,
    sealed      text        not null,
    created_at  timestamptz not null default clock_timestamp(),
    ends_at     timestamptz,
    constraint webhooks_endpoint_secret_endpoint_id_foreign foreign key (endpoint_id) references webhooks_endpoint (id)
  )`,
  `create index webhooks_endpoint_secret_endpoint_id_index on webhooks_endpoint_secret (endpoint_id)`,
  `create table webhooks_delivery (
    id           uuid        primary key,
    endpoint_id  uuid        not null,
    event_id     uuid        not null,
    type         text        not null,
    subject      text        not null,
    sequence     int         not null,
    body         text        not null,
    status       text        not null,
    attempts     int         not null default 0,
    next_at      timestamptz not null,
    leased_until timestamptz,
    last_status  int,
    last_error   text,
    created_at   timestamptz not null default clock_timestamp(),
    done_at      timestamptz,
    constraint webhooks_delivery_endpoint_id_event_id_unique unique (endpoint_id, event_id),
    constraint webhooks_delivery_endpoint_id_foreign foreign key (endpoint_id) references webhooks_endpoint (id),
    constraint webhooks_delivery_status_check check (status in ('pending','succeeded','failed'))
  )`,
  `create index webhooks_delivery_due_index on webhooks_delivery (endpoint_id, next_at) where status = 'pending'`,
  `create index webhooks_delivery_order_index on webhooks_delivery (endpoint_id, subject, sequence) where status = 'pending'`,
  `create index webhooks_delivery_listed_index on webhooks_delivery (endpoint_id, created_at, id)`,
  `create index webhooks_delivery_leased_index on webhooks_delivery (endpoint_id, leased_until) where leased_until is not null`,
  `create table webhooks_attempt (
    id          uuid        primary key,
    delivery_id uuid        not null,
    at          timestamptz not null,
    status      int,
    ms          int         not null,
    error       text,
    answer      text,
    constraint webhooks_attempt_delivery_id_foreign foreign key (delivery_id) references webhooks_delivery (id)
  )`,
  `create index webhooks_attempt_delivery_id_index on webhooks_attempt (delivery_id)`,
];
