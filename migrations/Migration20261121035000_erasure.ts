import { Migration } from '@mikro-orm/migrations';

/** Forgetting a person: who asked and who approved, what is remembered of their addresses, and how far stored bodies have been read. */
export class Migration20261121035000_erasure extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of UP) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table webhooks_redaction');
    this.addSql('drop table customers_data_request');
    this.addSql('drop table customers_tombstone');
    this.addSql('alter table customers_person drop column erased_at');
  }
}

const UP = [
  'alter table customers_person add column erased_at timestamptz',
  `create table customers_tombstone (
    blind_index text        primary key,
    person_id   uuid        not null,
    erased_at   timestamptz not null,
    constraint customers_tombstone_person_id_foreign foreign key (person_id) references customers_person (id)
  )`,
  `create table customers_data_request (
    id          uuid        primary key,
    customer_id uuid        not null,
    kind        text        not null,
    state       text        not null,
    reason      text        not null,
    asked_by    text        not null,
    asked_at    timestamptz not null,
    decided_by  text,
    decided_at  timestamptz,
    next_at     timestamptz,
    waits_for   text,
    done_at     timestamptz,
    evidence    jsonb       not null,
    constraint customers_data_request_customer_id_foreign foreign key (customer_id) references customers_customer (id),
    constraint customers_data_request_kind_check check (kind in ('erasure')),
    constraint customers_data_request_state_check check (state in ('requested','running','done','refused'))
  )`,
  `create unique index customers_data_request_open_unique on customers_data_request (customer_id, kind)
     where state in ('requested', 'running')`,
  `create index customers_data_request_running_index on customers_data_request (next_at) where state = 'running'`,
  `create index customers_data_request_asked_at_id_index on customers_data_request (asked_at, id)`,
  `create table webhooks_redaction (
    id          uuid        primary key,
    scanned_seq bigint      not null default '0',
    bodies      int         not null default 0,
    asked_at    timestamptz not null default clock_timestamp(),
    done_at     timestamptz
  )`,
];
