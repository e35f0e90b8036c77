import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId, newId } from '../../../kernel/id.js';
import { Money } from '../../../kernel/money.js';
import { Database } from '../../../platform/database/database.js';
import { ProviderCalls } from '../intents/provider-calls.service.js';
import { Invoice } from '../invoices/invoice.entity.js';
import { InvoiceNotFound } from '../invoices/invoice.errors.js';
import { CreditNote } from './credit-note.entity.js';
import { CreditExceedsInvoice, CreditNoteNotFound } from './credit-note.errors.js';

/** What becomes of what was paid already. */
export const WAYS = ['refund', 'credit', 'elsewhere'] as const;
export type Way = (typeof WAYS)[number];

export interface CreditNoteRequest {
  readonly id?: string | undefined;
  readonly invoice: string;
  /** Major units in the invoice's currency. */
  readonly amount: number | string;
  readonly reason?: string | undefined;
  /** Of a paid invoice; of an open one by so much less is owed. */
  readonly way?: Way | undefined;
}

const NAMES: Readonly<Record<Way, string>> = {
  refund: 'refund_amount',
  credit: 'credit_amount',
  elsewhere: 'out_of_band_amount',
};

/** An invoice that is finalised never changes: what was wrong with it is credited. */
@Injectable()
export class CreditNotes {
  constructor(
    private readonly database: Database,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
  ) {}

  /** @throws InvoiceNotFound, InvoiceNotOpen, CreditExceedsInvoice */
  async issue({ id: asked, invoice: given, amount, reason, way = 'refund' }: CreditNoteRequest): Promise<string> {
    const id = asked ?? newId(this.clock.now());
    const invoice = await this.database.em.findOneOrFail(Invoice, isId(given) ? { id: given } : { providerId: given }, {
      failHandler: () => new InvoiceNotFound(given),
    });
    invoice.mustBe('open', 'paid', 'uncollectible');
    const credit = Money.parse(amount, invoice.currency);
    const { minor } = credit;
    const params = {
      invoice: invoice.providerId,
      amount: minor,
      ...(reason === undefined ? {} : { reason }),
      ...(invoice.status === 'paid' ? { [NAMES[way]]: minor } : {}),
      metadata: { re_id: id },
    };
    const asking = { invoice: invoice.id, minor, reason: reason ?? null, way };
    const call = { operation: 'credit-note.create', subject: `credit-note:${id}`, params, asked: asking } as const;
    await this.calls.perform({ ...call, guard: () => this.mustLeave(invoice, credit) });
    return id;
  }

  /** As if it had not been; what it gave back by then stays given back. @throws CreditNoteNotFound, or what the provider refuses */
  async void(given: string): Promise<string> {
    const note = await this.database.em.findOneOrFail(CreditNote, isId(given) ? { id: given } : { providerId: given }, {
      failHandler: () => new CreditNoteNotFound(given),
    });
    if (note.status === 'void') return note.id;
    const subject = `credit-note:${note.id}`;
    const target = String(1 + (await this.refusals(subject)));
    await this.calls.perform({ operation: 'credit-note.void', subject, params: { id: note.providerId }, target });
    return note.id;
  }

  /** Two notes at once both find it left; the provider takes one of them. @throws CreditExceedsInvoice */
  private async mustLeave(invoice: Invoice, credit: Money): Promise<void> {
    const [row] = await this.database.query<{ minor: string }>(CREDITED, [invoice.providerId]);
    const creditable = invoice.creditable(Number(row?.minor ?? 0));
    if (credit.exceeds(creditable)) throw new CreditExceedsInvoice(credit, creditable);
  }

  /** Refused, it is another call the next time: whatever stood in the way may have gone. */
  private async refusals(subject: string): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(REFUSALS, [subject]);
    return row?.count ?? 0;
  }
}

const CREDITED = `
  select coalesce(sum(minor), 0)::text as minor from billing_credit_note
   where invoice_provider_id = $1 and status = 'issued'`;

const REFUSALS = `
  select count(*)::int as count from billing_intent
   where subject = $1 and operation = 'credit-note.void' and state = 'failed'`;
