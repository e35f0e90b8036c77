import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Statement } from '../../ledger/index.js';
import type { InboxEvent } from '../../webhooks/index.js';
import { furthestOf, snapshotsOf } from '../mirror/snapshots.js';
import {
  idOf,
  instant,
  instantOrNull,
  ourId,
  storyOf,
  type Reference,
  type StripeObject,
} from '../mirror/stripe-objects.js';
import type { Reduction } from '../payments/posting.js';
import type { RefundFact } from '../payments/settlement.js';
import type { CreditNoteRow } from './credit-note.queries.js';
import { creditNoteIssued } from './posting.js';

export interface CreditNoteObject extends StripeObject {
  readonly status: string;
  readonly customer: Reference;
  readonly invoice: Reference;
  readonly number: string;
  readonly reason: string | null;
  readonly currency: string;
  readonly total: number;
  readonly pre_payment_amount: number;
  readonly out_of_band_amount: number | null;
  readonly refunds: readonly { readonly amount_refunded: number }[];
  readonly effective_at: number | null;
  readonly voided_at: number | null;
}

/** The note as its events leave it, and the last of them. */
export function creditNoteOf(events: readonly InboxEvent[]): { note: CreditNoteObject; cause: InboxEvent } | undefined {
  const [snapshots = []] = snapshotsOf<CreditNoteObject>(events, 'credit_note');
  const cause = snapshots.at(-1)?.event;
  return cause && { note: furthestOf(snapshots, [['issued'], ['void']]), cause };
}

export function creditNoteRow(note: CreditNoteObject, customerId: string): CreditNoteRow {
  const refunded = note.refunds.reduce((sum, { amount_refunded: amount }) => sum + amount, 0);
  const elsewhere = note.out_of_band_amount ?? 0;
  return {
    id: ourId(note),
    provider_id: note.id,
    invoice_provider_id: idOf(note.invoice) ?? '',
    customer_id: customerId,
    number: note.number,
    status: note.status,
    reason: note.reason,
    currency: note.currency,
    minor: note.total,
    owed_less_minor: note.pre_payment_amount,
    refunded_minor: refunded,
    credited_minor: note.total - note.pre_payment_amount - refunded - elsewhere,
    elsewhere_minor: elsewhere,
    livemode: note.livemode,
    issued_at: instantOrNull(note.effective_at) ?? instant(note.created),
  };
}

/** Until when a note stood; null while it does. */
export function endOf(note: CreditNoteObject, { issued_at }: CreditNoteRow): Date | null {
  return note.status === 'void' ? (instantOrNull(note.voided_at) ?? issued_at) : null;
}

/** What a note takes back beside refunds, for the settlement of its invoice. */
export function factOf({ provider_id: id, minor, refunded_minor, issued_at: at }: CreditNoteRow): RefundFact {
  return { id, minor: minor - refunded_minor, at };
}

/** A void note took back what it says until it ended. */
export function creditNoteStatement(
  row: CreditNoteRow,
  endsAt: Date | null,
  reduction: Reduction | undefined,
  cause: string,
): Statement {
  const { provider_id: id, customer_id: partyId, invoice_provider_id: invoiceKey, currency } = row;
  const parts = { owedLess: row.owed_less_minor, credited: row.credited_minor, elsewhere: row.elsewhere_minor };
  const lines = reduction ? creditNoteIssued(reduction, parts, currency, { partyId, invoiceKey }) : [];
  return {
    fact: { provider: 'stripe', kind: 'credit_note', id },
    rule: 'credit_note.issued',
    effectiveAt: row.issued_at,
    endsAt,
    lines,
    cause,
    correlationId: storyOf(invoiceKey),
  };
}

/** What listeners are told when a note is of another status than it was; one first heard of as void never stood for them. */
export function creditNoteNews(before: string | undefined, row: CreditNoteRow, endsAt: Date | null): DomainEvent[] {
  if (row.status === before) return [];
  return [
    endsAt ? told(row, 'billing.credit-note.voided', endsAt) : told(row, 'billing.credit-note.issued', row.issued_at),
  ];
}

function told(row: CreditNoteRow, type: string, occurredAt: Date): DomainEvent {
  return {
    type,
    subject: `credit-note:${row.id}`,
    occurredAt,
    data: {
      creditNoteId: row.id,
      customerId: row.customer_id,
      providerInvoiceId: row.invoice_provider_id,
      minor: row.minor,
      currency: row.currency,
      number: row.number,
      reason: row.reason,
    },
  };
}
