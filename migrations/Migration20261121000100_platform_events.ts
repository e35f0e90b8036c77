import { Migration } from '@mikro-orm/migrations';

/** What the modules tell each other: events in commit order, how far each consumer has read, what it could not take. */
export class Migration20261121000100_platform_events extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      create table platform_event (
        id             uuid        primary key,
        seq            bigint      generated always as identity not null,
        tx             xid8        not null default pg_current_xact_id(),
        type           text        not null,
        version        smallint    not null default 1,
        subject        text        not null,
        sequence       int         not null,
        occurred_at    timestamptz not null,
        recorded_at    timestamptz not null default clock_timestamp(),
        cause          text,
        correlation_id uuid        not null,
        data           jsonb       not null,
        constraint platform_event_subject_sequence_unique unique (subject, sequence)
      )`);
    this.addSql(`create index platform_event_tx_seq_index on platform_event (tx, seq)`);
    this.addSql(`
      create table platform_consumer (
        name      text   primary key,
        tx        xid8   not null default '0'::xid8,
        seq       bigint not null default '0',
        paused_at timestamptz
      )`);
    this.addSql(`
      create table platform_parked_event (
        consumer   text        not null,
        event_id   uuid        not null,
        subject    text        not null,
        attempts   int         not null,
        next_at    timestamptz not null,
        last_error text        not null,
        primary key (consumer, event_id)
      )`);
    this.addSql(
      `create index platform_parked_event_consumer_subject_index on platform_parked_event (consumer, subject)`,
    );
  }

  override down(): void {
    this.addSql('drop table platform_parked_event');
    this.addSql('drop table platform_consumer');
    this.addSql('drop table platform_event');
  }
}
