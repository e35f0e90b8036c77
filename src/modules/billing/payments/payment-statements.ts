import { Money } from '../../../kernel/money.js';
import type { Line, Statement } from '../../ledger/index.js';
import { instant, storyOf } from '../mirror/stripe-objects.js';
import type { ChargeObject, JoinedCharge, JoinedRefund, PaymentHistory, RefundObject } from './payment-history.js';
import type { PaymentRow } from './payment-rows.js';
import { received, refundAllocated, refundSent, sold, type Matched, type Reduction } from './posting.js';
import { settle, type Sale } from './settlement.js';

type State = (kind: string, id: string, rule: string, at: Date, lines: readonly Line[]) => Statement;

/** The lines of every fact of a payment: money received, a sale of its own, money given back and what that takes back. */
export function paymentStatements(
  payment: PaymentRow,
  history: PaymentHistory,
  invoiced: Sale | undefined,
): Statement[] {
  const matched = { partyId: payment.customer_id ?? payment.id, paymentKey: payment.provider_id };
  const common = { cause: history.cause.id, correlationId: storyOf(payment.provider_id) };
  const state: State = (kind, id, rule, effectiveAt, lines) => ({
    fact: { provider: 'stripe', kind, id },
    rule,
    effectiveAt,
    lines,
    ...common,
  });

  const captured = Money.of(payment.captured_minor, payment.currency);
  const sale = invoiced ?? (payment.kind === 'one_time' ? saleOf(captured) : undefined);
  const reductions = sale ? reductionsOf(sale, history.refunds) : new Map<string, Reduction>();
  return [
    ...history.charges.filter(isCaptured).map((charge) => ofCharge(charge, matched, state)),
    ...(payment.kind === 'one_time' && payment.captured_at
      ? [state('payment_intent', payment.provider_id, 'sale.completed', payment.captured_at, sold(captured, matched))]
      : []),
    ...history.refunds.flatMap((refund) => ofRefund(refund, reductions.get(refund.id), matched, state)),
  ];
}

export function isCaptured({ status, captured }: ChargeObject): boolean {
  return status === 'succeeded' && captured;
}

/** Neither failed nor taken back. */
export function isStanding({ status }: RefundObject): boolean {
  return status !== 'failed' && status !== 'canceled';
}

function ofCharge(charge: JoinedCharge, matched: Matched, state: State): Statement {
  const captured = Money.of(charge.amount_captured, charge.currency);
  const lines = received({ id: charge.id, captured }, matched);
  return state('charge', charge.id, 'payment.received', charge.capturedAt, lines);
}

/** One that failed was on its way until then, and what it took back was taken back. */
function ofRefund(refund: JoinedRefund, reduction: Reduction | undefined, matched: Matched, state: State): Statement[] {
  const { id, amount, currency, created, cameBackAt: endsAt } = refund;
  const sent = refundSent({ id, amount: Money.of(amount, currency) }, matched);
  const allocated = reduction ? refundAllocated(reduction, currency, matched) : [];
  return [
    { ...state('refund', id, 'refund.sent', instant(created), sent), endsAt },
    { ...state('refund', id, 'refund.allocated', instant(created), allocated), endsAt },
  ];
}

/** Those that stand reduce the sale one after the other; one that failed reduces it as if it had been the last to stand. */
function reductionsOf(sale: Sale, refunds: readonly JoinedRefund[]): Map<string, Reduction> {
  const facts = refunds.map((refund) => ({ refund, id: refund.id, minor: refund.amount, at: instant(refund.created) }));
  const standing = [...facts.filter(({ refund }) => isStanding(refund)), ...(sale.credited ?? [])];
  const failed = facts
    .filter(({ refund }) => !isStanding(refund))
    .flatMap((one) => [...settle(sale, [...standing, one])].filter(([id]) => id === one.id));
  return new Map([...settle(sale, standing), ...failed]);
}

/** A payment that settles no invoice: sold and earned at once. */
function saleOf(captured: Money): Sale {
  return { currency: captured.currency, lines: [{ net: captured.minor }], taxes: [] };
}
