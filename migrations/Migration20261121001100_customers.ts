import { Migration } from '@mikro-orm/migrations';

/** People, each once; the customers among them; what the providers call them. Personal columns are sealed. */
export class Migration20261121001100_customers extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of STATEMENTS) this.addSql(statement);
  }

  override down(): void {
    for (const table of ['stage_change', 'provider_link', 'customer', 'address', 'person']) {
      this.addSql(`drop table customers_${table}`);
    }
    this.addSql('drop function customers_stage_change_append_only_fn()');
  }
}

const STATEMENTS = [
  `create table customers_person (
     id         uuid        primary key,
     kind       text        not null default 'person' check (kind in ('person', 'company')),
     name       text,
     country    varchar(2),
     locale     text,
     time_zone  text,
     created_at timestamptz not null
   )`,
  `create table customers_address (
     id          uuid        primary key,
     person_id   uuid        not null,
     kind        text        not null check (kind in ('email', 'phone')),
     value       text        not null,
     blind_index text        not null,
     alias_index text        not null,
     verified_at timestamptz,
     is_primary  boolean     not null default false,
     added_at    timestamptz not null,
     constraint customers_address_kind_blind_index_unique unique (kind, blind_index),
     constraint customers_address_person_id_foreign foreign key (person_id) references customers_person (id)
   )`,
  `create index customers_address_person_id_index on customers_address (person_id)`,
  `create index customers_address_alias_index_index on customers_address (alias_index)`,
  `create unique index customers_address_primary_unique on customers_address (person_id, kind) where is_primary`,
  `create table customers_customer (
     id            uuid        primary key,
     person_id     uuid        not null,
     currency      varchar(3),
     stage         text        not null default 'registered'
       check (stage in ('registered', 'onboarding', 'activated', 'paying', 'retained', 'advocate', 'lapsed')),
     metadata      jsonb       not null,
     registered_at timestamptz not null,
     version       int         not null default 1,
     constraint customers_customer_person_id_unique unique (person_id),
     constraint customers_customer_person_id_foreign foreign key (person_id) references customers_person (id)
   )`,
  `create index customers_customer_registered_at_id_index on customers_customer (registered_at, id)`,
  `create table customers_provider_link (
     provider    text        not null,
     account     text        not null,
     provider_id text        not null,
     customer_id uuid        not null,
     linked_at   timestamptz not null,
     ended_at    timestamptz,
     primary key (provider, account, provider_id),
     constraint customers_provider_link_customer_id_foreign foreign key (customer_id) references customers_customer (id)
   )`,
  `create unique index customers_provider_link_living_unique
     on customers_provider_link (customer_id, provider, account) where ended_at is null`,
  `create table customers_stage_change (
     id          uuid        primary key,
     customer_id uuid        not null,
     from_stage  text        not null,
     to_stage    text        not null,
     cause_event uuid,
     at          timestamptz not null,
     constraint customers_stage_change_customer_id_foreign foreign key (customer_id) references customers_customer (id)
   )`,
  `create index customers_stage_change_customer_id_index on customers_stage_change (customer_id)`,
  `create function customers_stage_change_append_only_fn() returns trigger as $$ begin
     raise exception 'stage changes are only ever added to' using errcode = '42501';
   end; $$ language plpgsql`,
  `create trigger append_only before update or delete on customers_stage_change
     for each row execute function customers_stage_change_append_only_fn()`,
];
