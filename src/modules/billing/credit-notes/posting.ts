import { Money } from '../../../kernel/money.js';
import type { Line } from '../../ledger/index.js';
import type { Reduction } from '../payments/posting.js';

/** Where the part of a credit note goes that no refund carries. Minor units. */
export interface Parts {
  readonly owedLess: number;
  readonly credited: number;
  readonly elsewhere: number;
}

/** Whose note it is, and the provider's id of its invoice. */
interface Matched {
  readonly partyId: string;
  readonly invoiceKey: string;
}

/**
 * `credit_note.issued`: what was sold is taken back, against what is owed, the customer's credit or money from
 * elsewhere. What goes back to a card is its refund's to book.
 */
export function creditNoteIssued(
  reduction: Reduction,
  parts: Parts,
  currency: string,
  { partyId, invoiceKey }: Matched,
): Line[] {
  const of = (minor: number): Money => Money.of(minor, currency);
  return [
    { account: 'refunds', money: of(reduction.earned) },
    { account: 'deferred_revenue', money: of(reduction.unearned) },
    ...reduction.tax.map(({ rate, minor }) => ({ account: 'tax_payable', dim: rate, money: of(minor) })),
    { account: 'receivable', partyId, matchKey: invoiceKey, money: of(-parts.owedLess) },
    { account: 'customer_credit', partyId, money: of(-parts.credited) },
    { account: 'external_cash', money: of(-parts.elsewhere) },
  ].filter(({ money }) => !money.isZero);
}
