import { Money } from '../../../kernel/money.js';
import type { Line, Statement } from '../../ledger/index.js';
import { idOf, instantOrNull, storyOf } from '../mirror/stripe-objects.js';
import type { InvoiceObject, InvoicePaymentObject } from './invoice-history.js';
import type { InvoiceLineRow, InvoiceRow } from './invoice-rows.js';
import { settle, type Sale } from '../payments/settlement.js';
import {
  creditApplied,
  finalized,
  isRunning,
  paidBy,
  paidElsewhere,
  spanOf,
  writtenOff,
  type BookedLine,
} from './posting.js';

/** An invoice as it is booked: what the provider says of it, and our rows. */
export interface Booking {
  readonly invoice: InvoiceObject;
  readonly row: InvoiceRow;
  readonly lines: readonly InvoiceLineRow[];
  readonly payments: readonly InvoicePaymentObject[];
  /** The inbox row that told the last of it. */
  readonly cause: string;
}

/** The lines of every fact of an invoice; none while it is a draft. */
export function invoiceStatements(booking: Booking): Statement[] {
  const { finalized_at: finalizedAt } = booking.row;
  return finalizedAt ? [...ofInvoice(booking, finalizedAt), ...ofPayments(booking, finalizedAt)] : [];
}

/** Voided, the invoice was owed until then. */
function ofInvoice({ invoice, row, lines, cause }: Booking, finalizedAt: Date): Statement[] {
  const { id, currency, starting_balance, ending_balance, amount_paid_off_stripe } = invoice;
  const partyId = row.customer_id;
  const credit = Money.of((ending_balance ?? starting_balance) - starting_balance, currency);
  const elsewhere = Money.of(amount_paid_off_stripe ?? 0, currency);
  const state: State = (rule, said, effectiveAt = finalizedAt) => ({
    fact: { provider: 'stripe', kind: 'invoice', id },
    rule,
    effectiveAt,
    endsAt: row.voided_at,
    lines: row.status === 'deleted' ? [] : said,
    cause,
    correlationId: storyOf(id),
  });
  return [
    state('invoice.finalized', finalized({ id, partyId, currency, finalizedAt, lines: lines.map(bookedLine) })),
    state('invoice.credit_applied', creditApplied(id, partyId, credit)),
    state('invoice.paid_elsewhere', paidElsewhere(id, partyId, elsewhere), row.paid_at ?? finalizedAt),
    ...givenUp({ invoice, row, lines, cause, payments: [] }, finalizedAt, state),
  ];
}

/** From the day it was marked on, until it is paid or voided after all. */
function givenUp({ invoice, row, lines }: Booking, finalizedAt: Date, state: State): Statement[] {
  const markedAt = instantOrNull(invoice.status_transitions.marked_uncollectible_at);
  if (!markedAt) return [];
  const sale: Sale = {
    currency: row.currency,
    taxes: lines.flatMap(({ taxes }) => taxes),
    lines: lines.map(({ net_minor, starts_at, ends_at }) => {
      const period = spanOf(starts_at, ends_at);
      return { net: net_minor, ...(isRunning({ period }, finalizedAt) ? { earnedOver: period } : {}) };
    }),
  };
  const remaining = Money.of(invoice.given_up ?? 0, row.currency);
  const reduction = settle(sale, [{ id: invoice.id, minor: remaining.minor, at: markedAt }]).get(invoice.id);
  const said = writtenOff(invoice.id, row.customer_id, remaining, reduction?.unearned ?? 0);
  return [{ ...state('invoice.uncollectible', said, markedAt), endsAt: row.paid_at ?? row.voided_at }];
}

type State = (rule: string, said: readonly Line[], effectiveAt?: Date) => Statement;

function ofPayments({ invoice, row, payments, cause }: Booking, finalizedAt: Date): Statement[] {
  return payments
    .filter(({ status }) => status === 'paid')
    .map(({ id, payment, amount_paid, status_transitions }) => ({
      fact: { provider: 'stripe', kind: 'invoice_payment', id },
      rule: 'invoice.paid_by',
      effectiveAt: instantOrNull(status_transitions?.paid_at) ?? row.paid_at ?? finalizedAt,
      lines: paidBy(invoice.id, row.customer_id, {
        key: idOf(payment.payment_intent) ?? idOf(payment.charge) ?? id,
        amount: Money.of(amount_paid ?? 0, invoice.currency),
      }),
      cause,
      correlationId: storyOf(invoice.id),
    }));
}

const INCOME = {
  one_time: 'revenue:one_time',
  usage: 'revenue:usage',
  subscription: 'revenue:subscription',
  proration: 'revenue:subscription',
} as const;

function bookedLine({ kind, net_minor, taxes, product_id, starts_at, ends_at }: InvoiceLineRow): BookedLine {
  return { net: net_minor, taxes, income: INCOME[kind], product: product_id, period: spanOf(starts_at, ends_at) };
}
