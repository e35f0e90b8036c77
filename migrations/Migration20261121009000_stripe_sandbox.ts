import { Migration } from '@mikro-orm/migrations';

/** The state of the local Stripe: what it keeps of objects, events, deliveries, keys, its clock and what is due. */
export class Migration20261121009000_stripe_sandbox extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql('create schema stripe_sandbox');
    this.addSql(`
      create table stripe_sandbox.state (
        one            boolean     not null primary key default true check (one),
        seed           text        not null,
        counter        bigint      not null default 0,
        invoice_number bigint      not null default 0,
        offset_ms      bigint      not null default 0,
        held_at        timestamptz
      )`);
    this.addSql(`
      create table stripe_sandbox.object (
        id       text   not null primary key,
        type     text   not null,
        seq      bigint not null,
        created  bigint not null,
        customer text,
        parent   text,
        peer     text,
        status   text,
        data     json   not null
      )`);
    this.addSql('create index on stripe_sandbox.object (type, seq)');
    this.addSql('create index on stripe_sandbox.object (customer, type, seq) where customer is not null');
    this.addSql('create index on stripe_sandbox.object (parent, type, seq) where parent is not null');
    this.addSql('create index on stripe_sandbox.object (peer, type, seq) where peer is not null');
    this.addSql(`
      create table stripe_sandbox.event (
        id      text   not null primary key,
        seq     bigint not null unique,
        type    text   not null,
        created bigint not null,
        object  text,
        body    text   not null
      )`);
    this.addSql('create index on stripe_sandbox.event (type, seq)');
    this.addSql(`
      create table stripe_sandbox.delivery (
        event    text        not null,
        endpoint text        not null,
        seq      bigint      not null,
        due_at   timestamptz not null,
        attempts int         not null default 0,
        state    text        not null default 'pending' check (state in ('pending', 'delivered', 'failed', 'dropped')),
        status   int,
        error    text,
        primary key (event, endpoint)
      )`);
    this.addSql(`create index on stripe_sandbox.delivery (due_at, seq) where state = 'pending'`);
    this.addSql(`
      create table stripe_sandbox.idempotency (
        key         text   not null primary key,
        fingerprint text   not null,
        status      int    not null,
        body        text   not null,
        created     bigint not null
      )`);
    this.addSql(`
      create table stripe_sandbox.due (
        kind   text   not null,
        ref    text   not null,
        due_at bigint not null,
        primary key (kind, ref)
      )`);
    this.addSql('create index on stripe_sandbox.due (due_at, kind, ref)');
  }

  override down(): void {
    this.addSql('drop schema stripe_sandbox cascade');
  }
}
