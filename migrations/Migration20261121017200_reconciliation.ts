import { Migration } from '@mikro-orm/migrations';

/** Comparisons with the provider's books, and the differences they found. */
export class Migration20261121017200_reconciliation extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of UP) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table billing_break');
    this.addSql('drop table billing_reconciliation_run');
  }
}

const UP = [
  `create table billing_reconciliation_run (
    id         uuid        primary key,
    layer      text        not null,
    from_at    timestamptz not null,
    until_at   timestamptz not null,
    theirs     int         not null,
    ours       int         not null,
    opened     int         not null,
    closed     int         not null,
    repaired   int         not null,
    proof      jsonb       not null,
    hash       text        not null,
    created_at timestamptz not null
  )`,
  `create index billing_reconciliation_run_created_at_id_index on billing_reconciliation_run (created_at, id)`,
  `create index billing_reconciliation_run_layer_until_at_index on billing_reconciliation_run (layer, until_at)`,
  `create table billing_break (
    id        uuid        primary key,
    layer     text        not null,
    kind      text        not null,
    subject   text        not null,
    ours      jsonb,
    theirs    jsonb,
    status    text        not null constraint billing_break_status_check check (status in ('open', 'explained', 'closed')),
    times     int         not null default 1,
    owner     text,
    closed_by text,
    reason    text,
    opened_at timestamptz not null,
    seen_at   timestamptz not null,
    closed_at timestamptz,
    constraint billing_break_kind_subject_unique unique (kind, subject)
  )`,
  `create index billing_break_opened_at_id_index on billing_break (opened_at, id)`,
  `create index billing_break_standing_index on billing_break (layer) where status <> 'closed'`,
];
