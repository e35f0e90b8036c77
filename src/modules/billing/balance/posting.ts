import { Money } from '../../../kernel/money.js';
import type { Line } from '../../ledger/index.js';
import type { Reference, StripeObject } from '../mirror/stripe-objects.js';
import { idOf } from '../mirror/stripe-objects.js';

export interface BalanceTransactionObject extends StripeObject {
  readonly type: string;
  /** Tells apart what is one type: disputes and their reversals are both adjustments. */
  readonly reporting_category?: string;
  readonly amount: number;
  readonly fee: number;
  readonly net: number;
  readonly currency: string;
  /** Where it was converted into the currency of the balance. */
  readonly exchange_rate?: number | string | null;
  readonly source: Reference;
  readonly fee_details?: readonly { readonly amount: number; readonly type: string }[];
  readonly available_on: number;
}

interface Cleared {
  readonly rule: string;
  readonly account: string;
  readonly matched: boolean;
  /** Where its fees go; processing unless said. */
  readonly fees?: string;
}

/** The gap each type of movement closes; what is not here goes to suspense, where every line is an open question. */
const CLEARED: Readonly<Record<string, Cleared>> = {
  charge: { rule: 'balance.charge', account: 'clearing:payments', matched: true },
  payment: { rule: 'balance.charge', account: 'clearing:payments', matched: true },
  refund: { rule: 'balance.refund', account: 'clearing:refunds', matched: true },
  payment_refund: { rule: 'balance.refund', account: 'clearing:refunds', matched: true },
  refund_failure: { rule: 'balance.refund_failure', account: 'clearing:refunds', matched: true },
  payment_failure_refund: { rule: 'balance.refund_failure', account: 'clearing:refunds', matched: true },
  payout: { rule: 'balance.payout', account: 'stripe_in_transit', matched: true },
  payout_failure: { rule: 'balance.payout_failure', account: 'stripe_in_transit', matched: true },
  payout_cancel: { rule: 'balance.payout_failure', account: 'stripe_in_transit', matched: true },
  stripe_fee: { rule: 'balance.fee', account: 'fees:other', matched: false },
};

/** Adjustments by what reports call them. */
const ADJUSTED: Readonly<Record<string, Cleared>> = {
  dispute: { rule: 'balance.dispute', account: 'clearing:disputes', matched: true, fees: 'fees:dispute' },
  dispute_reversal: { rule: 'balance.dispute', account: 'clearing:disputes', matched: true, fees: 'fees:dispute' },
};

/**
 * The provider's balance moves by `net`; fees by type are ours; the rest closes the gap left by the business fact.
 * A charge or refund that settles in another currency closes its gap in its own, through `fx_position`: the rate is
 * what the two amounts imply.
 * @param told the charge or refund behind it, in the currency of the customer; nothing while none of it is known
 */
export function balanceMoved(transaction: BalanceTransactionObject, told?: Money): { rule: string; lines: Line[] } {
  const of = (minor: number): Money => Money.of(minor, transaction.currency);
  const known = clearedBy(transaction);
  const source = idOf(transaction.source);
  const isClear = known !== undefined && (!known.matched || source !== null);
  const matchKey = isClear && known.matched ? source : isClear ? null : transaction.id;
  const gap = { account: isClear ? known.account : 'suspense', ...(matchKey === null ? {} : { matchKey }) };
  const fees = feesOf(transaction).map(({ type, amount }) => ({
    account: type === 'tax' ? 'fees:other' : (known?.fees ?? 'fees:processing'),
    dim: type,
    money: of(amount),
  }));
  const lines = [
    { account: 'stripe_balance', money: of(transaction.net) },
    ...fees,
    ...closing(gap, of(-transaction.amount), told),
  ].filter(({ money }) => !money.isZero);
  return { rule: isClear ? known.rule : 'balance.other', lines };
}

/** The charge, refund or dispute that alone can say in which currency the gap of a converted movement is. */
export function convertedFrom(transaction: BalanceTransactionObject): string | null {
  const isConverted = (transaction.exchange_rate ?? null) !== null;
  return isConverted && clearedBy(transaction)?.account.startsWith('clearing:') ? idOf(transaction.source) : null;
}

function clearedBy({ type, reporting_category }: BalanceTransactionObject): Cleared | undefined {
  return CLEARED[type] ?? ADJUSTED[reporting_category ?? ''];
}

/** What the provider booked in another currency than was told meets it in `fx_position`, each currency balanced. */
function closing(gap: Omit<Line, 'money'>, booked: Money, told: Money | undefined): Line[] {
  if (!told || told.isZero || told.currency === booked.currency) return [{ ...gap, money: booked }];
  const own = booked.minor < 0 ? told.negated() : told;
  return [
    { ...gap, money: own },
    { account: 'fx_position', money: own.negated() },
    { account: 'fx_position', money: booked },
  ];
}

function feesOf({ fee, fee_details }: BalanceTransactionObject): { type: string; amount: number }[] {
  const details = fee_details ?? [];
  const listed = details.reduce((sum, { amount }) => sum + amount, 0);
  return listed === fee ? details.map(({ type, amount }) => ({ type, amount })) : [{ type: 'stripe_fee', amount: fee }];
}
