import { Migration } from '@mikro-orm/migrations';

/**
 * The books: chart of accounts, journals and their lines, daily sums behind the writers, sealed checkpoints.
 * Who may write what stands here, in triggers, so that no code path goes round it.
 */
export class Migration20261121002000_ledger extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    for (const statement of [...TABLES, ...GUARDS]) this.addSql(statement);
    this.addSql(`insert into ledger_account (code, kind, party, matched, description) values ${CHART}`);
  }

  override down(): void {
    for (const table of ['proof_run', 'checkpoint', 'rollup', 'daily', 'entry', 'journal', 'account']) {
      this.addSql(`drop table ledger_${table}`);
    }
    for (const name of FUNCTIONS) this.addSql(`drop function ${name}()`);
  }
}

const TABLES = [
  `create table ledger_account (
     code        text    primary key,
     kind        text    not null check (kind in ('asset', 'liability', 'equity', 'income', 'expense')),
     party       text    check (party in ('customer', 'payee')),
     matched     boolean not null default false,
     description text    not null
   )`,
  `create table ledger_journal (
     id             uuid        primary key,
     posting_key    text        not null,
     fact_provider  text        not null,
     fact_kind      text        not null,
     fact_id        text        not null,
     rule           text        not null,
     rule_version   int         not null,
     revision       int         not null default 0,
     effective_at   timestamptz not null,
     recorded_at    timestamptz not null default clock_timestamp(),
     tx             xid8        not null default pg_current_xact_id(),
     cause_event    uuid,
     correlation_id uuid        not null,
     reverses       uuid,
     memo           text,
     constraint ledger_journal_posting_key_unique unique (posting_key),
     constraint ledger_journal_reverses_unique unique (reverses),
     constraint ledger_journal_reverses_foreign foreign key (reverses) references ledger_journal (id)
   )`,
  `create unique index ledger_journal_fact_unique
     on ledger_journal (fact_provider, fact_kind, fact_id, rule, revision) where reverses is null`,
  `create index ledger_journal_effective_at_index on ledger_journal (effective_at)`,
  `create index ledger_journal_recorded_at_index on ledger_journal (recorded_at)`,
  `create index ledger_journal_correlation_id_index on ledger_journal (correlation_id)`,
  `create index ledger_journal_tx_id_index on ledger_journal (tx, id)`,
  `create table ledger_entry (
     journal_id uuid       not null,
     line       smallint   not null,
     account    text       not null,
     party_id   uuid,
     match_key  text,
     dim        text,
     currency   varchar(3) not null check (currency = lower(currency)),
     minor      bigint     not null check (minor <> 0),
     primary key (journal_id, line),
     constraint ledger_entry_journal_id_foreign foreign key (journal_id) references ledger_journal (id),
     constraint ledger_entry_account_foreign foreign key (account) references ledger_account (code)
   )`,
  `create index ledger_entry_match_index on ledger_entry (account, match_key) where match_key is not null`,
  `create index ledger_entry_party_index on ledger_entry (account, party_id, currency) where party_id is not null`,
  // No party is the nil UUID here: a primary key has no nulls.
  `create table ledger_daily (
     account      text       not null,
     party_id     uuid       not null,
     currency     varchar(3) not null,
     effective_on date       not null,
     recorded_on  date       not null,
     debit        bigint     not null,
     credit       bigint     not null,
     lines        bigint     not null,
     primary key (account, party_id, currency, effective_on, recorded_on)
   )`,
  `create table ledger_rollup (
     name text primary key,
     tx   xid8 not null default '0'::xid8,
     id   uuid not null default '00000000-0000-0000-0000-000000000000'
   )`,
  `insert into ledger_rollup (name) values ('daily')`,
  `create table ledger_checkpoint (
     number     int         primary key,
     last_tx    xid8        not null,
     last_id    uuid        not null,
     journals   bigint      not null,
     entries    bigint      not null,
     hash       text        not null,
     sealed_at  timestamptz not null default clock_timestamp()
   )`,
  `create table ledger_proof_run (
     proof   text        primary key,
     ok      boolean     not null,
     checked bigint      not null,
     result  jsonb       not null,
     ran_at  timestamptz not null
   )`,
];

/** A trigger's function is named `<table>_<trigger>_fn`: under that name the metadata finds it. */
const GUARDS = [
  `create function ledger_journal_balance_fn() returns trigger as $$ begin
     if (select coalesce(sum(lines), 0) < 2 or coalesce(bool_or(total <> 0), false)
           from (select count(*) as lines, sum(minor) as total
                   from ledger_entry where journal_id = new.id group by currency) as by_currency) then
       raise exception 'journal % does not balance', new.posting_key using errcode = '23514';
     end if;
     return null;
   end; $$ language plpgsql`,
  `create constraint trigger balance after insert on ledger_journal
     deferrable initially deferred for each row execute function ledger_journal_balance_fn()`,
  `create function ledger_entry_joins_fn() returns trigger as $$ begin
     if exists (select from added join ledger_journal j on j.id = added.journal_id
                 where j.tx <> pg_current_xact_id()) then
       raise exception 'the journal is finished' using errcode = '42501';
     end if;
     if exists (select from added join ledger_account a on a.code = added.account
                 where (a.party is null) <> (added.party_id is null) or a.matched <> (added.match_key is not null)) then
       raise exception 'the account decides whether a line has a party and a match key' using errcode = '23514';
     end if;
     return null;
   end; $$ language plpgsql`,
  `create trigger joins after insert on ledger_entry
     referencing new table as added for each statement execute function ledger_entry_joins_fn()`,
  ...['ledger_journal', 'ledger_entry', 'ledger_checkpoint'].flatMap((table) => [
    `create function ${table}_append_only_fn() returns trigger as $$ begin
       raise exception 'the books are only ever added to' using errcode = '42501';
     end; $$ language plpgsql`,
    `create trigger append_only before update or delete on ${table}
       for each row execute function ${table}_append_only_fn()`,
    `create trigger never_emptied before truncate on ${table}
       for each statement execute function ${table}_append_only_fn()`,
  ]),
];

const FUNCTIONS = [
  'ledger_journal_balance_fn',
  'ledger_entry_joins_fn',
  'ledger_journal_append_only_fn',
  'ledger_entry_append_only_fn',
  'ledger_checkpoint_append_only_fn',
];

const CHART = `
  ('stripe_balance', 'asset', null, false, 'What Stripe holds for us; moved only by balance transactions'),
  ('paypal_balance', 'asset', null, false, 'What PayPal holds for us; moved only by balance transactions'),
  ('stripe_in_transit', 'asset', null, true, 'Paid out by Stripe, not yet at the bank'),
  ('paypal_in_transit', 'asset', null, true, 'Paid out by PayPal, not yet at the bank'),
  ('stripe_reserve', 'asset', null, false, 'Held back by Stripe'),
  ('paypal_reserve', 'asset', null, false, 'Held back by PayPal'),
  ('bank', 'asset', null, false, 'Payouts that arrived'),
  ('external_cash', 'asset', null, false, 'Payments taken outside the providers'),
  ('clearing:payments', 'asset', null, true, 'Captured, its balance transaction not yet seen'),
  ('clearing:refunds', 'asset', null, true, 'Refunded, its balance transaction not yet seen'),
  ('clearing:disputes', 'asset', null, true, 'Withdrawn by a dispute, its balance transaction not yet seen'),
  ('payout_in_transit', 'asset', null, true, 'Approved for a payee, not yet sent'),
  ('receivable', 'asset', 'customer', true, 'Invoiced and not paid'),
  ('unbilled', 'asset', 'customer', false, 'Usage earned, not yet invoiced'),
  ('disputed', 'asset', 'customer', true, 'Withdrawn by a dispute, undecided'),
  ('suspense', 'asset', null, true, 'Movements at a provider that no rule understands'),
  ('unapplied', 'liability', 'customer', true, 'Received, not yet set against an invoice or a sale'),
  ('customer_credit', 'liability', 'customer', false, 'Credit balance of a customer'),
  ('deferred_revenue', 'liability', null, false, 'Invoiced, not yet earned'),
  ('tax_payable', 'liability', null, false, 'Tax owed, by rate'),
  ('commission_held', 'liability', 'payee', false, 'Commission earned and held'),
  ('commission_payable', 'liability', 'payee', false, 'Commission payable'),
  ('creator_held', 'liability', 'payee', false, 'Share of a creator, earned and held'),
  ('creator_payable', 'liability', 'payee', false, 'Share of a creator, payable'),
  ('seller_held', 'liability', 'payee', false, 'Share of a seller, earned and held'),
  ('seller_payable', 'liability', 'payee', false, 'Share of a seller, payable'),
  ('revenue:subscription', 'income', null, false, 'Subscription revenue earned'),
  ('revenue:usage', 'income', null, false, 'Usage revenue earned'),
  ('revenue:one_time', 'income', null, false, 'One-time revenue earned'),
  ('revenue:content', 'income', null, false, 'Content revenue earned'),
  ('revenue:marketplace', 'income', null, false, 'Marketplace revenue earned'),
  ('refunds', 'income', null, false, 'Deduction: earned revenue refunded'),
  ('chargebacks', 'income', null, false, 'Deduction: earned revenue lost in disputes'),
  ('credits_granted', 'income', null, false, 'Deduction: credit given by hand'),
  ('creator_share', 'income', null, false, 'Deduction: share of creators'),
  ('seller_share', 'income', null, false, 'Deduction: share of sellers'),
  ('fees:processing', 'expense', null, false, 'Fees of the providers for payments'),
  ('fees:dispute', 'expense', null, false, 'Fees of the providers for disputes'),
  ('fees:other', 'expense', null, false, 'Other fees of the providers, tax on fees among them'),
  ('bad_debt', 'expense', null, false, 'Invoices given up'),
  ('commission_share', 'expense', null, false, 'Commissions of partners'),
  ('payee_bad_debt', 'expense', null, false, 'Balances of payees given up'),
  ('fx_position', 'equity', null, false, 'Both legs of each conversion; its value is the exchange result'),
  ('opening', 'equity', null, false, 'Opening balances of an imported business')`;
