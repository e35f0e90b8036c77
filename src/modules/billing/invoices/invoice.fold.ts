import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Outbox, type Told } from '../../../platform/events/outbox.js';
import { ProviderLinks } from '../../customers/index.js';
import { Ledger } from '../../ledger/index.js';
import { Inbox, distinct, objectKey, type Claim, type Fold, type FoldOutcome } from '../../webhooks/index.js';
import { borrowersOf, turnsOf } from '../mirror/borrowed-ids.js';
import { doneUnlessWaiting } from '../mirror/outcomes.js';
import { paymentKey } from '../mirror/payment-key.js';
import { idOf, storyOf } from '../mirror/stripe-objects.js';
import { invoiceHistory, type InvoiceHistory } from './invoice-history.js';
import { newsOf, type Standing } from './invoice-news.js';
import { project, type InvoiceProjection } from './invoice-projection.js';
import { writeInvoiceLines, writeInvoicePayments, writeInvoices } from './invoice-rows.js';

/** Invoices with their lines and the payments set against them, folded from everything heard of them. */
@Injectable()
export class InvoiceFold implements Fold {
  readonly provider = 'stripe';
  readonly objects = ['invoice'];

  constructor(
    private readonly database: Database,
    private readonly links: ProviderLinks,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
  ) {}

  async locks(claims: readonly Claim[]): Promise<string[]> {
    return turnsOf(claims);
  }

  async fold(claims: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>> {
    const histories = await this.historiesOf(claims);
    const customers = await this.links.find('stripe', 'self', customerIdsOf(histories.values()));

    const invoices = [...histories.values()].flatMap(({ invoice }) => invoice ?? []);
    const borrowers = await borrowersOf(this.database, 'invoice', invoices);

    const waiting = new Map<string, string>();
    const projections: InvoiceProjection[] = [];
    for (const [key, history] of histories) {
      if (isCutShort(history)) {
        waiting.set(key, key);
        continue;
      }
      const customer = idOf(history.invoice?.customer);
      const known = customers.get(customer ?? '');
      const projection = known === undefined ? undefined : project(history, known, borrowers);
      if (projection) projections.push(projection);
      else waiting.set(key, customer === null ? key : objectKey('customer', customer));
    }
    await this.write(projections);
    const short = [...histories].filter(([, one]) => isCutShort(one));
    await this.inbox.wantUnlessRead(short.map(([key, { toldAt: since }]) => ({ key, since })));
    return doneUnlessWaiting(claims, waiting);
  }

  private async write(projections: readonly InvoiceProjection[]): Promise<void> {
    const before = await this.standing(projections.map(({ invoice }) => invoice.id));
    await writeInvoices(
      this.database,
      projections.map(({ invoice }) => invoice),
    );
    const settled = await this.newlyPaid(projections);
    await this.dropLines(projections);
    await writeInvoiceLines(
      this.database,
      projections.flatMap(({ lines }) => lines),
    );
    await writeInvoicePayments(
      this.database,
      projections.flatMap(({ payments }) => payments),
    );
    await this.ledger.state(projections.flatMap(({ statements }) => statements));
    await this.outbox.tell(projections.flatMap((projection) => told(projection, before.get(projection.invoice.id))));
    await this.inbox.refold(...settled.map(paymentKey));
    await this.inbox.release(...projections.map(({ invoice }) => objectKey('invoice', invoice.provider_id)));
  }

  /** A draft's lines come and go; those no longer on it are gone. */
  private async dropLines(projections: readonly InvoiceProjection[]): Promise<void> {
    await this.database.query(
      `delete from billing_invoice_line l using jsonb_to_recordset($1::jsonb) as kept(invoice_id uuid, lines text[])
       where l.invoice_id = kept.invoice_id and l.provider_id <> all(kept.lines)`,
      [
        JSON.stringify(
          projections.map(({ invoice, lines }) => ({
            invoice_id: invoice.id,
            lines: lines.map((line) => line.provider_id),
          })),
        ),
      ],
    );
  }

  /**
   * Payments that are set against an invoice from this fold on. They are folded again, for what a refund of theirs takes
   * back depends on what they settled: all of them, since a refund may be on its way in a transaction we cannot see.
   */
  private async newlyPaid(projections: readonly InvoiceProjection[]): Promise<string[]> {
    const paid = projections.flatMap(({ payments }) => payments).filter(({ status }) => status === 'paid');
    const known = await this.database.query<{ provider_id: string }>(
      `select provider_id from billing_invoice_payment where provider_id = any($1::text[]) and status = 'paid'`,
      [paid.map(({ provider_id }) => provider_id)],
    );
    const before = new Set(known.map(({ provider_id }) => provider_id));
    return paid
      .filter(({ provider_id }) => !before.has(provider_id))
      .flatMap(({ payment_provider_id }) => payment_provider_id ?? []);
  }

  private async historiesOf(claims: readonly Claim[]): Promise<Map<string, InvoiceHistory>> {
    const known = await this.inbox.histories(claims.map((claim) => claim.objectKey));
    return new Map(
      claims.flatMap((claim) => {
        const history = invoiceHistory(distinct([...(known.get(claim.objectKey) ?? []), ...claim.pending]));
        return history ? [[claim.objectKey, history] as const] : [];
      }),
    );
  }

  private async standing(ids: readonly string[]): Promise<Map<string, Standing>> {
    const rows = await this.database.query<Standing & { id: string }>(
      `select id, status, attempts from billing_invoice where id = any($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}

function told({ invoice, statements }: InvoiceProjection, before: Standing | undefined): Told[] {
  const cause = statements[0]?.cause;
  return newsOf(before, invoice).map((event) => ({
    event,
    correlationId: storyOf(invoice.provider_id),
    ...(cause ? { cause } : {}),
  }));
}

/** Its events wait until all its lines have been fetched: booked short, it would look whole. */
function isCutShort({ invoice, isDeleted }: InvoiceHistory): boolean {
  return invoice?.lines.has_more === true && !isDeleted;
}

function customerIdsOf(histories: Iterable<InvoiceHistory>): string[] {
  return [...new Set([...histories].map(({ invoice }) => idOf(invoice?.customer)).filter((id) => id !== null))];
}
