import type { Statement } from '../../ledger/index.js';
import { idOf, instant, instantOrNull, ourId } from '../mirror/stripe-objects.js';
import type { ChargeObject, IntentObject, PaymentHistory, RefundObject } from './payment-history.js';
import type { ChargeRow, PaymentRow, RefundRow } from './payment-rows.js';
import { isCaptured, isStanding, paymentStatements } from './payment-statements.js';
import type { Sale } from './settlement.js';

/** What the engine says of a payment: the rows, the lines of every fact of it. A pure function of its history. */
export interface PaymentProjection {
  readonly payment: PaymentRow;
  readonly canceledAt: Date | null;
  readonly charges: readonly ChargeRow[];
  readonly refunds: readonly RefundRow[];
  /** Movements of the provider's balance that are named here and told nowhere else. */
  readonly balanceTransactions: readonly string[];
  readonly statements: readonly Statement[];
}

/**
 * Nothing yet for a charge whose intent has not been heard of: it would become a second payment.
 * @param customerId ours, once the provider's is known to us
 * @param invoiced what the payment settled, where an invoice payment names it
 * @param borrowers what bears an id of ours that another has
 */
export function project(
  history: PaymentHistory,
  customerId: string | null,
  invoiced: Sale | undefined,
  borrowers?: ReadonlySet<string>,
): PaymentProjection | undefined {
  const root = rootOf(history);
  if (!root) return undefined;
  const id = ourId(root, borrowers);
  const payment = { id, ...paymentRow(root, history, customerId), kind: kindOf(root, invoiced) };
  return {
    payment,
    canceledAt: instantOrNull(history.intent?.canceled_at),
    charges: history.charges.map((charge) => chargeRow(charge, payment.id)),
    refunds: history.refunds.map((refund) => ({ id: ourId(refund, borrowers), ...refundRow(refund, payment.id) })),
    balanceTransactions: balanceTransactionsOf(history),
    statements: paymentStatements(payment, history, invoiced),
  };
}

/** What is a payment of its own: an intent, or a charge without one. */
export function rootOf({ intent, charges }: PaymentHistory): IntentObject | ChargeObject | undefined {
  return intent ?? charges.find(({ payment_intent }) => !payment_intent);
}

function paymentRow(
  root: IntentObject | ChargeObject,
  { intent, charges, refunds }: PaymentHistory,
  customerId: string | null,
): Omit<PaymentRow, 'id' | 'kind'> {
  const captured = charges.filter(isCaptured);
  const standing = refunds.filter(isStanding);
  const last = charges.at(-1);
  return {
    provider_id: root.id,
    customer_id: customerId,
    status: statusOf(intent, last),
    minor: root.amount,
    ...heldOf(intent, last),
    captured_minor: sum(captured.map((charge) => charge.amount_captured)),
    refunded_minor: sum(standing.map(({ amount }) => amount)),
    currency: root.currency,
    description: root.description,
    method: methodOf(last),
    ...endOf(intent, last),
    livemode: root.livemode,
    metadata: root.metadata ?? {},
    created_at: instant(root.created),
    captured_at: captured[0]?.capturedAt ?? null,
  };
}

/** What waits on the card to be captured, and until when. */
function heldOf(
  intent: IntentObject | undefined,
  last: ChargeObject | undefined,
): Pick<PaymentRow, 'capturable_minor' | 'capture_before'> {
  if (intent?.status !== 'requires_capture') return { capturable_minor: 0, capture_before: null };
  return {
    capturable_minor: intent.amount_capturable ?? 0,
    capture_before: instantOrNull(last?.payment_method_details?.card?.capture_before),
  };
}

/** Why it came to nothing. */
function endOf(
  intent: IntentObject | undefined,
  last: ChargeObject | undefined,
): Pick<PaymentRow, 'failure_code' | 'decline_code' | 'cancellation_reason'> {
  const failure = intent?.last_payment_error;
  return {
    failure_code: failure?.code ?? last?.failure_code ?? null,
    decline_code: failure?.decline_code ?? null,
    cancellation_reason: intent?.cancellation_reason ?? null,
  };
}

/** What we asked for outside any invoice, what settles an invoice, or what somebody else made and nothing of ours knows yet. */
function kindOf({ metadata }: IntentObject | ChargeObject, invoiced: Sale | undefined): PaymentRow['kind'] {
  if (metadata?.['re_kind'] === 'one_time') return 'one_time';
  return invoiced ? 'invoice' : 'foreign';
}

/** A declined try leaves the provider's intent open for another method; people call that failed. */
function statusOf(intent: IntentObject | undefined, last: ChargeObject | undefined): string {
  if (!intent) return last?.status ?? 'processing';
  return intent.status === 'requires_payment_method' && intent.last_payment_error ? 'failed' : intent.status;
}

function methodOf(charge: ChargeObject | undefined): object | null {
  const details = charge?.payment_method_details;
  if (!details) return null;
  return { type: details.type, ...(details.card ? { brand: details.card.brand, last4: details.card.last4 } : {}) };
}

function chargeRow(charge: ChargeObject, paymentId: string): ChargeRow {
  return {
    provider_id: charge.id,
    payment_id: paymentId,
    status: charge.status,
    minor: charge.amount,
    captured_minor: charge.amount_captured,
    refunded_minor: givenBackOf(charge),
    currency: charge.currency,
    balance_transaction: idOf(charge.balance_transaction),
    failure_code: charge.failure_code,
    created_at: instant(charge.created),
  };
}

/** The provider counts what was held and let go among what was refunded. */
function givenBackOf({ amount, amount_captured: captured, amount_refunded: refunded, status }: ChargeObject): number {
  return status === 'succeeded' ? Math.max(0, refunded - (amount - captured)) : refunded;
}

function refundRow(refund: RefundObject, paymentId: string): Omit<RefundRow, 'id'> {
  return {
    provider_id: refund.id,
    payment_id: paymentId,
    status: refund.status ?? 'pending',
    minor: refund.amount,
    currency: refund.currency,
    reason: refund.reason,
    failure_reason: refund.failure_reason ?? null,
    balance_transaction: idOf(refund.balance_transaction),
    created_at: instant(refund.created),
  };
}

function balanceTransactionsOf({ charges, refunds }: PaymentHistory): string[] {
  const named = [
    ...charges.map(({ balance_transaction }) => balance_transaction),
    ...refunds.flatMap(({ balance_transaction, failure_balance_transaction }) => [
      balance_transaction,
      failure_balance_transaction,
    ]),
  ];
  return named.map(idOf).filter((id) => id !== null);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
