import { Money } from '../../../kernel/money.js';
import type { Line } from '../../ledger/index.js';

/** Whose payment it is, and the ids its lines must cancel against. */
export interface Matched {
  readonly partyId: string;
  readonly paymentKey: string;
}

/** `payment.received`: the customer's money is ours and not yet set against anything; the provider still owes us the cash. */
export function received(charge: { id: string; captured: Money }, { partyId, paymentKey }: Matched): Line[] {
  if (charge.captured.isZero) return [];
  return [
    { account: 'clearing:payments', matchKey: charge.id, money: charge.captured },
    { account: 'unapplied', partyId, matchKey: paymentKey, money: charge.captured.negated() },
  ];
}

/** `sale.completed`: a payment that settles no invoice is a sale of its own. */
export function sold(gross: Money, { partyId, paymentKey }: Matched): Line[] {
  if (gross.isZero) return [];
  return [
    { account: 'unapplied', partyId, matchKey: paymentKey, money: gross },
    { account: 'revenue:one_time', money: gross.negated() },
  ];
}

/** `refund.sent`: money on its way back. */
export function refundSent(refund: { id: string; amount: Money }, { partyId, paymentKey }: Matched): Line[] {
  return [
    { account: 'unapplied', partyId, matchKey: paymentKey, money: refund.amount },
    { account: 'clearing:refunds', matchKey: refund.id, money: refund.amount.negated() },
  ];
}

/** What a refund takes back from: earned revenue, revenue still deferred, tax by rate. */
export interface Reduction {
  readonly earned: number;
  readonly unearned: number;
  readonly tax: readonly { readonly rate: string; readonly minor: number }[];
}

/** `refund.allocated`: the refund set against what had been sold. */
export function refundAllocated(reduction: Reduction, currency: string, { partyId, paymentKey }: Matched): Line[] {
  const of = (minor: number): Money => Money.of(minor, currency);
  const parts: Line[] = [
    { account: 'refunds', money: of(reduction.earned) },
    { account: 'deferred_revenue', money: of(reduction.unearned) },
    ...reduction.tax.map(({ rate, minor }) => ({ account: 'tax_payable', dim: rate, money: of(minor) })),
  ].filter(({ money }) => !money.isZero);
  const total = parts.reduce((sum, { money }) => sum.plus(money), Money.zero(currency));
  if (total.isZero) return [];
  return [...parts, { account: 'unapplied', partyId, matchKey: paymentKey, money: total.negated() }];
}
