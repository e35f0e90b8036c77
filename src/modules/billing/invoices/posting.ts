import { Money } from '../../../kernel/money.js';
import { Period } from '../../../kernel/period.js';
import type { Line } from '../../ledger/index.js';

/** A line as it is booked: net of discount and tax. */
export interface BookedLine {
  readonly net: number;
  readonly taxes: readonly { readonly rate: string; readonly minor: number }[];
  readonly income: 'revenue:subscription' | 'revenue:usage' | 'revenue:one_time';
  readonly product: string | null;
  readonly period: Period;
}

export interface BookedInvoice {
  readonly id: string;
  readonly partyId: string;
  readonly currency: string;
  readonly finalizedAt: Date;
  readonly lines: readonly BookedLine[];
}

/** `invoice.finalized`: what the customer owes, against revenue still to be earned or earned at once, and tax. */
export function finalized({ id, partyId, currency, finalizedAt, lines }: BookedInvoice): Line[] {
  const credits = lines.flatMap((line) => [
    { account: isRunning(line, finalizedAt) ? 'deferred_revenue' : line.income, dim: line.product, minor: line.net },
    ...line.taxes.map(({ rate, minor }) => ({ account: 'tax_payable', dim: rate, minor })),
  ]);
  const merged = [...Map.groupBy(credits, ({ account, dim }) => `${account}|${dim ?? ''}`).values()].flatMap((same) => {
    const [first] = same;
    const minor = same.reduce((sum, one) => sum + one.minor, 0);
    if (!first || minor === 0) return [];
    return [
      { account: first.account, ...(first.dim === null ? {} : { dim: first.dim }), money: Money.of(-minor, currency) },
    ];
  });
  const total = merged.reduce((sum, { money }) => sum.minus(money), Money.zero(currency));
  return [...(total.isZero ? [] : [{ account: 'receivable', partyId, matchKey: id, money: total }]), ...merged];
}

/** A line's span; one the provider gives backwards is a moment, at its start. */
export function spanOf(startsAt: Date, endsAt: Date): Period {
  return Period.of(startsAt, endsAt < startsAt ? startsAt : endsAt);
}

/** Still to be earned: the period has not ended when the invoice is finalised. */
export function isRunning({ period }: { readonly period: Period }, finalizedAt: Date): boolean {
  return period.milliseconds > 0 && period.endsAt > finalizedAt;
}

/** `invoice.credit_applied`: the customer's credit balance used (or filled, by a negative invoice). */
export function creditApplied(id: string, partyId: string, change: Money): Line[] {
  if (change.isZero) return [];
  return [
    { account: 'customer_credit', partyId, money: change },
    { account: 'receivable', partyId, matchKey: id, money: change.negated() },
  ];
}

/** `invoice.paid_by`: a payment set against the invoice. */
export function paidBy(id: string, partyId: string, payment: { readonly key: string; readonly amount: Money }): Line[] {
  if (payment.amount.isZero) return [];
  return [
    { account: 'unapplied', partyId, matchKey: payment.key, money: payment.amount },
    { account: 'receivable', partyId, matchKey: id, money: payment.amount.negated() },
  ];
}

/** `invoice.uncollectible`: what was left of it is given up: not earned any more, or a bad debt, its tax among that. */
export function writtenOff(id: string, partyId: string, remaining: Money, unearned: number): Line[] {
  const deferred = Money.of(unearned, remaining.currency);
  const lines: Line[] = [
    { account: 'deferred_revenue', money: deferred },
    { account: 'bad_debt', money: remaining.minus(deferred) },
    { account: 'receivable', partyId, matchKey: id, money: remaining.negated() },
  ];
  return lines.filter(({ money }) => !money.isZero);
}

/** `invoice.paid_elsewhere`: paid off the provider. */
export function paidElsewhere(id: string, partyId: string, amount: Money): Line[] {
  if (amount.isZero) return [];
  return [
    { account: 'external_cash', money: amount },
    { account: 'receivable', partyId, matchKey: id, money: amount.negated() },
  ];
}
