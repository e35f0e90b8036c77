import { Migration } from '@mikro-orm/migrations';

/** Credit notes as the provider has them: what of an invoice was taken back, and where the money went. */
export class Migration20261121012000_credit_notes extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      create table billing_credit_note (
        id                  uuid        primary key,
        provider_id         text        not null constraint billing_credit_note_provider_id_unique unique,
        invoice_provider_id text        not null,
        customer_id         uuid        not null,
        number              text        not null,
        status              text        not null,
        reason              text,
        currency            text        not null,
        minor               bigint      not null,
        owed_less_minor     bigint      not null,
        refunded_minor      bigint      not null,
        credited_minor      bigint      not null,
        elsewhere_minor     bigint      not null,
        livemode            boolean     not null,
        issued_at           timestamptz not null,
        constraint billing_credit_note_parts_check
          check (minor = owed_less_minor + refunded_minor + credited_minor + elsewhere_minor)
      )`);
    this.addSql(
      'create index billing_credit_note_invoice_provider_id_index on billing_credit_note (invoice_provider_id)',
    );
  }

  override down(): void {
    this.addSql('drop table billing_credit_note');
  }
}
