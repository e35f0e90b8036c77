import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/id.js';
import { Money } from '../../../kernel/money.js';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';
import { CreditNoteNotFound } from './credit-note.errors.js';

export interface CreditNoteView {
  id: string;
  invoice_id: string | null;
  customer_id: string;
  number: string;
  provider: string;
  provider_id: string;
  status: string;
  reason: string | null;
  amount: number;
  currency: string;
  /** By so much less is owed. */
  owed_less: number;
  refunded: number;
  /** To the customer's balance. */
  credited: number;
  /** Given back outside the provider. */
  elsewhere: number;
  livemode: boolean;
  issued_at: string;
}

type Parts = 'minor' | 'owed_less_minor' | 'refunded_minor' | 'credited_minor' | 'elsewhere_minor';
type CreditNoteRead = Omit<
  CreditNoteView,
  'amount' | 'provider' | 'owed_less' | 'refunded' | 'credited' | 'elsewhere'
> &
  Record<Parts, string>;

/** Credit notes as the API shows them. */
@Injectable()
export class CreditNoteQueries {
  constructor(private readonly database: Database) {}

  async list(page: Page): Promise<List<CreditNoteView>> {
    const { tail, parameters } = page.sql({
      at: 'c.issued_at',
      id: 'c.id',
      status: 'c.status',
      customer_id: 'c.customer_id',
      invoice_id: 'i.id',
      issued_at: 'c.issued_at',
    });
    const rows = await this.database.query<CreditNoteRead>(`${NOTES} ${tail}`, parameters);
    return page.answer(rows, noteView, ({ issued_at: at, id }) => ({ at, id }));
  }

  /** By our id or the provider's. @throws CreditNoteNotFound */
  async one(id: string): Promise<CreditNoteView> {
    const by = isId(id) ? 'c.id' : 'c.provider_id';
    const [row] = await this.database.query<CreditNoteRead>(`${NOTES} where ${by} = $1`, [id]);
    if (!row) throw new CreditNoteNotFound(id);
    return noteView(row);
  }
}

function noteView(read: CreditNoteRead): CreditNoteView {
  const { minor, owed_less_minor, refunded_minor, credited_minor, elsewhere_minor, issued_at, ...row } = read;
  const major = (text: string): number => Money.of(Number(text), row.currency).major;
  return {
    ...row,
    provider: 'stripe',
    amount: major(minor),
    owed_less: major(owed_less_minor),
    refunded: major(refunded_minor),
    credited: major(credited_minor),
    elsewhere: major(elsewhere_minor),
    issued_at: new Date(issued_at).toISOString(),
  };
}

const NOTES = `
  select c.id, i.id as invoice_id, c.customer_id, c.number, c.provider_id, c.status, c.reason, c.currency, c.minor::text as minor,
    c.owed_less_minor::text as owed_less_minor, c.refunded_minor::text as refunded_minor,
    c.credited_minor::text as credited_minor, c.elsewhere_minor::text as elsewhere_minor, c.livemode, c.issued_at
  from billing_credit_note c left join billing_invoice i on i.provider_id = c.invoice_provider_id`;
