import type { Sql } from '../../../platform/database/database.js';
import { creditedOn } from '../credit-notes/credit-note.queries.js';
import type { Sale } from '../payments/settlement.js';
import { isRunning, spanOf } from './posting.js';

interface SoldRow {
  key: string;
  invoice: string;
  currency: string;
  finalized_at: string | null;
  net_minor: string;
  taxes: { rate: string; minor: number }[];
  starts_at: string;
  ends_at: string;
}

/** What each payment was for, where it was set against an invoice: keyed by the provider's payment id. */
export async function salesOf(sql: Sql, paymentProviderIds: readonly string[]): Promise<Map<string, Sale>> {
  const rows = await sql.query<SoldRow>(
    `select ip.payment_provider_id as key, i.provider_id as invoice, i.currency, i.finalized_at, l.net_minor::text as net_minor, l.taxes, l.starts_at, l.ends_at
     from billing_invoice_payment ip
     join billing_invoice i on i.id = ip.invoice_id
     join billing_invoice_line l on l.invoice_id = i.id
     where ip.payment_provider_id = any($1::text[]) and ip.status = 'paid'
     order by l.position`,
    [paymentProviderIds],
  );
  const sales = byKey(rows);
  const credited = await creditedOn(
    sql,
    rows.map(({ invoice }) => invoice),
  );
  const invoices = new Map(rows.map(({ key, invoice }) => [key, invoice]));
  return new Map(
    [...sales].map(([key, sale]) => [key, { ...sale, credited: credited.get(invoices.get(key) ?? '') ?? [] }]),
  );
}

/** What each invoice sold, once it is final: keyed by the provider's invoice id. */
export async function salesOn(sql: Sql, invoiceProviderIds: readonly string[]): Promise<Map<string, Sale>> {
  const rows = await sql.query<SoldRow>(
    `select i.provider_id as key, i.provider_id as invoice, i.currency, i.finalized_at, l.net_minor::text as net_minor, l.taxes, l.starts_at, l.ends_at
     from billing_invoice i join billing_invoice_line l on l.invoice_id = i.id
     where i.provider_id = any($1::text[]) and i.finalized_at is not null
     order by l.position`,
    [invoiceProviderIds],
  );
  return byKey(rows);
}

function byKey(rows: readonly SoldRow[]): Map<string, Sale> {
  return new Map([...Map.groupBy(rows, ({ key }) => key)].map(([key, lines]) => [key, saleOf(lines)]));
}

function saleOf(rows: readonly SoldRow[]): Sale {
  return {
    currency: rows[0]?.currency ?? '',
    taxes: rows.flatMap(({ taxes }) => taxes),
    lines: rows.map(({ net_minor, starts_at, ends_at, finalized_at }) => {
      const period = spanOf(new Date(starts_at), new Date(ends_at));
      const deferred = finalized_at !== null && isRunning({ period }, new Date(finalized_at));
      return { net: Number(net_minor), ...(deferred ? { earnedOver: period } : {}) };
    }),
  };
}
