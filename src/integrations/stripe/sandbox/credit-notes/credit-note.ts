import type { Params } from '../params.js';
import { invalid } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { CreditNote, CreditNoteLine, Invoice } from '../wire.js';
import { creditLines } from './credit-lines.js';

/** Where the money of a credit note on a paid invoice goes. Minor units. */
export interface Ways {
  readonly refund: number;
  readonly credit: number;
  readonly outOfBand: number;
  /** Refunds made before that this note explains. */
  readonly linked: readonly { readonly refund: string; readonly amount: number }[];
}

/** A credit note as it is asked for, with its sums; nothing has moved yet. */
export async function draftCreditNote(unit: Unit, params: Params): Promise<{ note: CreditNote; ways: Ways }> {
  const invoice = await unit.get('invoice', params.required('invoice'), 'invoice');
  if (invoice.status !== 'open' && invoice.status !== 'paid') {
    throw invalid(`Only open and paid invoices can be credited. This one is ${invoice.status}.`, { param: 'invoice' });
  }
  const numbered = await unit.find('credit_note', 'parent', invoice.id);
  const earlier = numbered.filter(({ status }) => status === 'issued');
  const lines = await creditLines(unit, params, invoice, earlier);
  const note = { ...blank(unit, invoice, numbered.length), ...sumsOf(invoice, lines) };
  note.lines.data = lines;
  const left = invoice.status === 'open' ? invoice.amount_remaining : invoice.total - creditedOf(earlier);
  if (note.total > left) throw invalid(`Of this invoice ${left} are left to credit.`, { param: 'amount' });
  const ways = waysOf(params, invoice, note);
  write(note, params);
  return { note, ways };
}

function creditedOf(notes: readonly CreditNote[]): number {
  return notes.reduce((sum, { total }) => sum + total, 0);
}

/** On an open invoice less is owed; on a paid one the ways out must make up the note. */
function waysOf(params: Params, invoice: Invoice, note: CreditNote): Ways {
  const part = (name: string): number => params.whole(name) ?? 0;
  const linked = (params.each('refunds') ?? []).map((given) => {
    given.ignore('type');
    const one = { refund: given.required('refund'), amount: given.whole('amount_refunded') ?? 0 };
    given.done();
    return one;
  });
  const ways = {
    refund: part('refund_amount'),
    credit: part('credit_amount'),
    outOfBand: part('out_of_band_amount'),
    linked,
  };
  const sum = ways.refund + ways.credit + ways.outOfBand + linked.reduce((all, { amount }) => all + amount, 0);
  const expected = invoice.status === 'open' ? 0 : note.total;
  if (sum !== expected) {
    throw invalid(
      `The sum of credit amount, refund amount and out of band amount (${sum}) must equal the credit note amount to be settled (${expected}).`,
    );
  }
  const open = invoice.status === 'open';
  Object.assign(note, {
    type: open ? 'pre_payment' : 'post_payment',
    pre_payment_amount: open ? note.total : 0,
    post_payment_amount: open ? 0 : note.total,
    out_of_band_amount: ways.outOfBand,
  });
  return ways;
}

type Sums = Pick<
  CreditNote,
  | 'amount'
  | 'discount_amount'
  | 'discount_amounts'
  | 'pretax_credit_amounts'
  | 'subtotal'
  | 'subtotal_excluding_tax'
  | 'total'
  | 'total_excluding_tax'
  | 'total_taxes'
>;

/** As on the invoice: total = lines − discounts + taxes that come on top. */
function sumsOf(invoice: Invoice, lines: readonly CreditNoteLine[]): Sums {
  const own = new Set(invoice.lines.data.flatMap(({ discounts }) => discounts));
  const discounts = addedUp(
    lines.flatMap((line) => line.discount_amounts),
    ({ discount }) => discount,
  );
  const taxes = addedUp(
    lines.flatMap((line) => line.taxes ?? []),
    (tax) => tax.tax_rate_details?.tax_rate ?? '',
  );
  const within = taxes.filter((tax) => tax.tax_behavior === 'inclusive');
  const subtotal = sum(lines) - sum(discounts.filter(({ discount }) => own.has(discount)));
  const total = sum(lines) - sum(discounts) + sum(taxes) - sum(within);
  return {
    amount: total,
    discount_amount: sum(discounts),
    discount_amounts: discounts,
    pretax_credit_amounts: discounts.map((one) => ({ ...one, type: 'discount' })),
    subtotal,
    subtotal_excluding_tax: subtotal - sum(within),
    total,
    total_excluding_tax: total - sum(taxes),
    total_taxes: taxes,
  };
}

function sum(parts: readonly { amount: number }[]): number {
  return parts.reduce((all, { amount }) => all + amount, 0);
}

function addedUp<T extends { amount: number; taxable_amount?: number | null }>(
  parts: readonly T[],
  name: (part: T) => string,
): T[] {
  const found = new Map<string, T>();
  for (const part of parts) {
    const known = found.get(name(part));
    if (!known) {
      found.set(name(part), structuredClone(part));
      continue;
    }
    known.amount += part.amount;
    if (known.taxable_amount !== undefined) {
      known.taxable_amount = (known.taxable_amount ?? 0) + (part.taxable_amount ?? 0);
    }
  }
  return [...found.values()];
}

function write(note: CreditNote, params: Params): void {
  note.memo = params.text('memo') ?? null;
  note.metadata = params.metadata() ?? {};
  note.reason = params.choice('reason', ['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory']) ?? null;
  note.effective_at = params.whole('effective_at') ?? note.effective_at;
  params.ignore('email_type');
}

function blank(unit: Unit, invoice: Invoice, earlier: number): CreditNote {
  const id = unit.id('cn');
  return {
    id,
    object: 'credit_note',
    amount: 0,
    amount_shipping: 0,
    created: unit.at,
    currency: invoice.currency,
    customer: invoice.customer ?? '',
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: unit.at,
    invoice: invoice.id,
    lines: { object: 'list', data: [], has_more: false, url: `/v1/credit_notes/${id}/lines` },
    livemode: false,
    memo: null,
    metadata: {},
    number: `${invoice.number}-CN-${String(earlier + 1).padStart(2, '0')}`,
    out_of_band_amount: null,
    pdf: `https://sandbox.invalid/credit_notes/${id}/pdf`,
    post_payment_amount: 0,
    pre_payment_amount: 0,
    pretax_credit_amounts: [],
    reason: null,
    refunds: [],
    shipping_cost: null,
    status: 'issued',
    subtotal: 0,
    subtotal_excluding_tax: null,
    total: 0,
    total_excluding_tax: null,
    total_taxes: [],
    type: 'pre_payment',
    voided_at: null,
  };
}
