import type { Sql } from '../../../platform/database/database.js';
import type { RefundFact } from '../payments/settlement.js';
import { upserter } from '../mirror/upsert.js';

export interface CreditNoteRow {
  id: string;
  provider_id: string;
  invoice_provider_id: string;
  customer_id: string;
  number: string;
  status: string;
  reason: string | null;
  currency: string;
  minor: number;
  owed_less_minor: number;
  refunded_minor: number;
  credited_minor: number;
  elsewhere_minor: number;
  livemode: boolean;
  issued_at: Date;
}

export const writeCreditNotes = upserter<CreditNoteRow>(
  'billing_credit_note',
  {
    id: 'uuid',
    provider_id: 'text',
    invoice_provider_id: 'text',
    customer_id: 'uuid',
    number: 'text',
    status: 'text',
    reason: 'text',
    currency: 'text',
    minor: 'bigint',
    owed_less_minor: 'bigint',
    refunded_minor: 'bigint',
    credited_minor: 'bigint',
    elsewhere_minor: 'bigint',
    livemode: 'boolean',
    issued_at: 'timestamptz',
  },
  'id',
);

interface FactRow {
  key: string;
  id: string;
  minor: string;
  at: string;
}

/** What credit notes took back beside refunds, keyed by the provider's invoice id. */
export async function creditedOn(sql: Sql, invoices: readonly string[]): Promise<Map<string, RefundFact[]>> {
  const rows = await sql.query<FactRow>(
    `select invoice_provider_id as key, provider_id as id, (minor - refunded_minor)::text as minor, issued_at as at
     from billing_credit_note
     where invoice_provider_id = any($1::text[]) and status = 'issued' and minor > refunded_minor`,
    [invoices],
  );
  return byKey(rows);
}

/** What refunds of their payments took back, keyed by the provider's invoice id. */
export async function refundedOn(sql: Sql, invoices: readonly string[]): Promise<Map<string, RefundFact[]>> {
  const rows = await sql.query<FactRow>(
    `select i.provider_id as key, r.provider_id as id, r.minor::text as minor, r.created_at as at
     from billing_invoice i
     join billing_invoice_payment ip on ip.invoice_id = i.id and ip.status = 'paid'
     join billing_payment p on p.provider_id = ip.payment_provider_id
     join billing_refund r on r.payment_id = p.id
     where i.provider_id = any($1::text[]) and r.provider_id is not null and r.status not in ('failed', 'canceled')`,
    [invoices],
  );
  return byKey(rows);
}

/** The notes on the invoices these payments settled. The provider's ids, of both. */
export async function creditNotesBehind(sql: Sql, payments: readonly string[]): Promise<string[]> {
  if (payments.length === 0) return [];
  const rows = await sql.query<{ id: string }>(
    `select distinct n.provider_id as id from billing_credit_note n
     join billing_invoice i on i.provider_id = n.invoice_provider_id
     join billing_invoice_payment ip on ip.invoice_id = i.id
     where ip.payment_provider_id = any($1::text[])`,
    [payments],
  );
  return rows.map(({ id }) => id);
}

/** The invoices these payments settled. The provider's ids, of both. */
export async function invoicesBehind(sql: Sql, payments: readonly string[]): Promise<string[]> {
  if (payments.length === 0) return [];
  const rows = await sql.query<{ id: string }>(
    `select distinct i.provider_id as id from billing_invoice_payment ip join billing_invoice i on i.id = ip.invoice_id
     where ip.payment_provider_id = any($1::text[])`,
    [payments],
  );
  return rows.map(({ id }) => id);
}

/** What hangs together with notes on these invoices: their payments and the other notes. The provider's ids. */
export async function besideCreditNotes(
  sql: Sql,
  invoices: readonly string[],
): Promise<{ payments: string[]; notes: string[] }> {
  const [row] = await sql.query<{ payments: string[] | null; notes: string[] | null }>(
    `select
       (select array_agg(distinct ip.payment_provider_id) from billing_invoice_payment ip
        join billing_invoice i on i.id = ip.invoice_id
        where i.provider_id = any($1::text[]) and ip.payment_provider_id is not null) as payments,
       (select array_agg(n.provider_id) from billing_credit_note n
        where n.invoice_provider_id = any($1::text[])) as notes`,
    [invoices],
  );
  return { payments: row?.payments ?? [], notes: row?.notes ?? [] };
}

function byKey(rows: readonly FactRow[]): Map<string, RefundFact[]> {
  const facts = [...Map.groupBy(rows, ({ key }) => key)];
  return new Map(
    facts.map(([key, of]) => [key, of.map(({ id, minor, at }) => ({ id, minor: Number(minor), at: new Date(at) }))]),
  );
}
