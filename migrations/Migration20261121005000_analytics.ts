import { Migration } from '@mikro-orm/migrations';

/**
 * Figures and the facts they are made of: the recurring value of subscriptions as movements, money as facts of the
 * books, both with roll-ups by day. Facts are only ever added to; roll-ups can be built again from them.
 */
export class Migration20261121005000_analytics extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of [...RECURRING, ...MONEY, ...PEOPLE, ...APPEND_ONLY.flatMap(guards)]) this.addSql(statement);
    this.addSql(`
      insert into analytics_policy (version, settings, reason, created_by, created_at)
      values (1, '${JSON.stringify(POLICY_V1)}', 'The first policy.', 'engine', '2026-11-21T00:00:00Z')`);
  }

  override down(): void {
    for (const table of TABLES) this.addSql(`drop table analytics_${table}`);
    for (const table of APPEND_ONLY) this.addSql(`drop function ${table}_append_only_fn()`);
  }
}

const TABLES = [
  ...['watermark', 'payment', 'customer', 'money_daily', 'money_fact'],
  ...['mrr_daily', 'mrr_movement', 'subscription_fact', 'policy'],
];

const APPEND_ONLY = ['analytics_policy', 'analytics_mrr_movement', 'analytics_money_fact'];

const POLICY_V1 = {
  counted_statuses: ['active', 'past_due'],
  trial: 'zero',
  discounts: 'forever',
  metered_usage: 'excluded',
  free_plan: 'not_a_customer',
  churn_at: 'effective_end',
  zeroed_pauses: ['void', 'keep_as_draft'],
  net_churn: 'with_reactivation',
  customer_churn: 'standard',
  netting_minutes: 0,
};

const RECURRING = [
  `create table analytics_policy (
     version    int         primary key,
     settings   jsonb       not null,
     reason     text        not null,
     created_by text        not null,
     created_at timestamptz not null
   )`,
  `create table analytics_subscription_fact (
     subscription_id uuid  primary key,
     customer_id     uuid  not null,
     told_sequence   int   not null,
     cause_event     uuid  not null,
     correlation_id  uuid  not null,
     versions        jsonb not null
   )`,
  `create index analytics_subscription_fact_customer_id_index on analytics_subscription_fact (customer_id)`,
  `create table analytics_mrr_movement (
     id                uuid        primary key,
     recorded_seq      bigint      not null,
     policy_version    int         not null,
     customer_id       uuid        not null,
     subscription_id   uuid        not null,
     item_key          text        not null,
     plan_id           text        not null,
     interval          text        not null,
     effective_at      timestamptz not null,
     recorded_at       timestamptz not null,
     kind              text        not null check (kind in
       ('new', 'expansion', 'contraction', 'churn', 'reactivation', 'move', 'commitment')),
     reason            text        not null,
     currency          varchar(3)  not null,
     arr_before_minor  bigint      not null,
     arr_after_minor   bigint      not null,
     delta_minor       bigint      not null,
     weight            smallint    not null check (abs(weight) = 1),
     leads_instant     boolean     not null,
     active_change     smallint    not null,
     paused_change     smallint    not null,
     cause_event_id    uuid        not null,
     provider_event_id text,
     inbox_event_id    text,
     correlation_id    uuid        not null,
     reverses          uuid,
     movement_key      text        not null,
     constraint analytics_mrr_movement_delta_minor_check
       check (delta_minor = weight * (arr_after_minor - arr_before_minor)),
     constraint analytics_mrr_movement_recorded_seq_unique unique (recorded_seq),
     constraint analytics_mrr_movement_reverses_unique unique (reverses),
     constraint analytics_mrr_movement_movement_key_unique unique (movement_key)
   )`,
  `create index analytics_mrr_movement_customer_id_index on analytics_mrr_movement (customer_id)`,
  `create index analytics_mrr_movement_effective_at_id_index on analytics_mrr_movement (effective_at, id)`,
  `create table analytics_mrr_daily (
     policy_version int        not null,
     day            date       not null,
     currency       varchar(3) not null,
     plan_id        text       not null,
     interval       text       not null,
     kind           text       not null,
     reason         text       not null,
     delta_minor    bigint     not null,
     customers      int        not null,
     active_change  int        not null,
     paused_change  int        not null,
     primary key (policy_version, day, currency, plan_id, interval, kind, reason)
   )`,
];

const MONEY = [
  `create table analytics_money_fact (
     id             uuid        primary key,
     journal_id     uuid        not null,
     account        text        not null,
     currency       varchar(3)  not null,
     kind           text        not null check (kind in
       ('captured', 'cleared', 'refunded', 'refund_cleared', 'fee', 'tax', 'tax_remitted', 'dispute_lost', 'dispute_held')),
     minor          bigint      not null,
     weight         smallint    not null check (abs(weight) = 1),
     rule           text        not null,
     posting_key    text        not null,
     fact_provider  text        not null,
     fact_kind      text        not null,
     fact_id        text        not null,
     effective_at   timestamptz not null,
     recorded_at    timestamptz not null,
     reverses       uuid,
     cause_event    text,
     correlation_id uuid        not null,
     constraint analytics_money_fact_line_unique unique (journal_id, account, currency)
   )`,
  `create index analytics_money_fact_effective_at_id_index on analytics_money_fact (effective_at, id)`,
  `create index analytics_money_fact_correlation_id_index on analytics_money_fact (correlation_id)`,
  `create index analytics_money_fact_cause_event_index on analytics_money_fact (cause_event)`,
  `create table analytics_money_daily (
     day      date       not null,
     currency varchar(3) not null,
     kind     text       not null,
     minor    bigint     not null,
     facts    int        not null,
     primary key (day, currency, kind)
   )`,
];

const PEOPLE = [
  `create table analytics_customer (
     customer_id   uuid        primary key,
     registered_at timestamptz,
     first_paid_at timestamptz
   )`,
  `create index analytics_customer_registered_at_index on analytics_customer (registered_at)`,
  `create table analytics_payment (
     payment_id   uuid        primary key,
     customer_id  uuid,
     state        text        not null check (state in ('succeeded', 'failed')),
     minor        bigint      not null,
     currency     varchar(3)  not null,
     decline_code text,
     decided_at   timestamptz not null
   )`,
  `create index analytics_payment_decided_at_index on analytics_payment (decided_at)`,
  `create table analytics_watermark (
     name         text        primary key,
     recorded_at  timestamptz not null,
     recorded_seq bigint      not null,
     batches      bigint      not null
   )`,
];

function guards(table: string): string[] {
  return [
    `create function ${table}_append_only_fn() returns trigger as $$ begin
       raise exception 'facts are only ever added to' using errcode = '42501';
     end; $$ language plpgsql`,
    `create trigger append_only before update or delete on ${table}
       for each row execute function ${table}_append_only_fn()`,
    `create trigger never_emptied before truncate on ${table}
       for each statement execute function ${table}_append_only_fn()`,
  ];
}
