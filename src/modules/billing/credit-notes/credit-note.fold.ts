import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/events/outbox.js';
import { ProviderLinks } from '../../customers/index.js';
import { Ledger } from '../../ledger/index.js';
import { Inbox, distinct, inOrder, objectKey, type Claim, type Fold, type FoldOutcome } from '../../webhooks/index.js';
import { salesOn } from '../invoices/invoice.queries.js';
import { doneUnlessWaiting } from '../mirror/outcomes.js';
import { paymentKey } from '../mirror/payment-key.js';
import { settlementKey } from '../mirror/settlement-key.js';
import { idOf, storyOf } from '../mirror/stripe-objects.js';
import { settle } from '../payments/settlement.js';
import {
  creditNoteNews,
  creditNoteOf,
  creditNoteRow,
  creditNoteStatement,
  endOf,
  factOf,
  type CreditNoteObject,
} from './credit-note.js';
import {
  besideCreditNotes,
  creditedOn,
  refundedOn,
  writeCreditNotes,
  type CreditNoteRow,
} from './credit-note.queries.js';

interface Known {
  readonly row: CreditNoteRow;
  /** Until when it stood; null while it does. */
  readonly endsAt: Date | null;
  readonly cause: string;
}

/** Credit notes: what of an invoice was taken back. Notes and refunds of one invoice are settled together. */
@Injectable()
export class CreditNoteFold implements Fold {
  readonly provider = 'stripe';
  readonly objects = ['credit_note'];

  constructor(
    private readonly database: Database,
    private readonly links: ProviderLinks,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
  ) {}

  /** Notes and refunds of an invoice are different objects, and each must see the others. */
  async locks(claims: readonly Claim[]): Promise<string[]> {
    const heard = await this.heard(claims);
    return [...heard.values()].map(({ note }) => settlementKey(invoiceOf(note)));
  }

  async fold(claims: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>> {
    const heard = await this.heard(claims);
    const notes = [...heard.values()].map(({ note }) => note);
    const customers = await this.links.find('stripe', 'self', notes.map(customerOf));
    const sales = await salesOn(this.database, notes.map(invoiceOf));

    const waiting = new Map<string, string>();
    const known: Known[] = [];
    for (const [key, { note, cause }] of heard) {
      const customerId = customers.get(customerOf(note));
      if (customerId === undefined) waiting.set(key, objectKey('customer', customerOf(note)));
      else if (!sales.has(invoiceOf(note))) waiting.set(key, objectKey('invoice', invoiceOf(note)));
      else known.push(knownOf(note, customerId, cause.id));
    }
    await this.write(known);
    return doneUnlessWaiting(claims, waiting);
  }

  private async write(known: readonly Known[]): Promise<void> {
    const rows = known.map(({ row }) => row);
    const before = await this.standing(rows);
    await writeCreditNotes(this.database, rows);
    await this.book(known);
    await this.outbox.tell(
      known.flatMap(({ row, endsAt, cause }) =>
        creditNoteNews(before.get(row.id), row, endsAt).map((event) => ({
          event,
          correlationId: storyOf(row.invoice_provider_id),
          cause,
        })),
      ),
    );
    const changed = rows.filter((row) => before.get(row.id) !== row.status);
    await this.refold(changed);
  }

  private async book(known: readonly Known[]): Promise<void> {
    const invoices = known.map(({ row }) => row.invoice_provider_id);
    const [sales, credited, refunded] = [
      await salesOn(this.database, invoices),
      await creditedOn(this.database, invoices),
      await refundedOn(this.database, invoices),
    ];
    const statements = known.flatMap(({ row, endsAt, cause }) => {
      const sale = sales.get(row.invoice_provider_id);
      const standing = [credited, refunded].flatMap((found) => found.get(row.invoice_provider_id) ?? []);
      // One that is void took back what it would have, had it been the last to stand.
      const facts = endsAt ? [...standing, factOf(row)] : standing;
      return sale ? [creditNoteStatement(row, endsAt, settle(sale, facts).get(row.provider_id), cause)] : [];
    });
    await this.ledger.state(statements);
  }

  /** What a note takes back is no longer there for refunds and other notes of its invoice that came after it. */
  private async refold(changed: readonly CreditNoteRow[]): Promise<void> {
    if (changed.length === 0) return;
    const { payments, notes } = await besideCreditNotes(
      this.database,
      changed.map((row) => row.invoice_provider_id),
    );
    const others = new Set(notes).difference(new Set(changed.map((row) => row.provider_id)));
    await this.inbox.refold(...payments.map(paymentKey), ...[...others].map((id) => objectKey('credit_note', id)));
  }

  private async heard(claims: readonly Claim[]) {
    const histories = await this.inbox.histories(claims.map((claim) => claim.objectKey));
    return new Map(
      claims.flatMap((claim) => {
        const found = creditNoteOf(inOrder(distinct([...(histories.get(claim.objectKey) ?? []), ...claim.pending])));
        return found ? [[claim.objectKey, found] as const] : [];
      }),
    );
  }

  private async standing(rows: readonly CreditNoteRow[]): Promise<Map<string, string>> {
    const found = await this.database.query<{ id: string; status: string }>(
      `select id, status from billing_credit_note where id = any($1::uuid[])`,
      [rows.map(({ id }) => id)],
    );
    return new Map(found.map(({ id, status }) => [id, status]));
  }
}

function knownOf(note: CreditNoteObject, customerId: string, cause: string): Known {
  const row = creditNoteRow(note, customerId);
  return { row, endsAt: endOf(note, row), cause };
}

function customerOf({ customer }: CreditNoteObject): string {
  return idOf(customer) ?? '';
}

function invoiceOf({ invoice }: CreditNoteObject): string {
  return idOf(invoice) ?? '';
}
