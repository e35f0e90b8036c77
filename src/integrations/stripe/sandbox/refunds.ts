import { book } from './balance.js';
import { refuseDisputed, settleByRefund } from './disputes/refunding.js';
import { list } from './lists.js';
import { merged } from './metadata.js';
import { get, post, type Handler, type Route } from './routes.js';
import { invalid, parameterMissing } from './sandbox.errors.js';
import { cardOf } from './test-cards.js';
import type { Unit } from './unit.js';
import type { Charge, Refund } from './wire.js';

const DAY = 86_400;
/** After how long a pending refund arrives, and a failing one comes back. */
const SETTLES = DAY;
const FAILS = 2 * DAY;

const create: Handler = async (unit, params) => {
  const charge = await refundable(unit, params.text('charge'), params.text('payment_intent'));
  await refuseDisputed(unit, charge);
  const left = charge.amount - charge.amount_refunded;
  if (left <= 0) {
    throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  const amount = params.whole('amount') ?? left;
  if (amount < 1) throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  if (amount > left) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`;
    throw invalid(message, { param: 'amount' });
  }
  const refund = blank(unit, charge, amount);
  refund.metadata = params.metadata() ?? {};
  refund.reason = params.choice('reason', ['duplicate', 'fraudulent', 'requested_by_customer']) ?? null;
  const behaviour = cardOf(charge.payment_method_details?.card?.fingerprint)?.refund;
  if (behaviour === 'pending') refund.status = 'pending';
  refund.balance_transaction = movement(unit, refund, 'refund', -amount);
  unit.add(refund);
  takeOff(charge, amount);
  unit.tell('charge.refunded', charge);
  unit.tell('refund.created', refund);
  await settleByRefund(unit, charge);
  if (behaviour === 'pending') unit.due('refund.settle', refund.id, unit.at + SETTLES);
  if (behaviour === 'fails') unit.due('refund.fail', refund.id, unit.at + FAILS);
  return refund;
};

/** A pending refund has reached the card. */
export async function settleRefund(unit: Unit, id: string): Promise<void> {
  const refund = await unit.get('refund', id);
  refund.status = 'succeeded';
  unit.settle();
  unit.tell('charge.refund.updated', refund);
}

/** The card's bank has sent the money back: it is ours again, and the charge is refundable again. */
export async function failRefund(unit: Unit, id: string): Promise<void> {
  const refund = await unit.get('refund', id);
  const charge = await unit.get('charge', refund.charge ?? '');
  refund.status = 'failed';
  refund.failure_reason = 'expired_or_canceled_card';
  refund.failure_balance_transaction = movement(unit, refund, 'refund_failure', refund.amount);
  takeOff(charge, -refund.amount);
  unit.settle();
  unit.tell('refund.failed', refund);
  unit.tell('charge.refund.updated', refund);
}

function takeOff(charge: Charge, amount: number): void {
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded >= charge.amount;
}

function movement(unit: Unit, refund: Refund, type: 'refund' | 'refund_failure', amount: number): string {
  const words = type === 'refund' ? 'REFUND FOR CHARGE' : 'REFUND FAILURE';
  return book(unit, { source: refund.id, type, amount, currency: refund.currency, description: words }).id;
}

async function refundable(unit: Unit, charge?: string, intentId?: string): Promise<Charge> {
  if (charge !== undefined) return captured(await unit.get('charge', charge, 'charge'));
  if (intentId === undefined) throw parameterMissing('charge');
  const intent = await unit.get('payment_intent', intentId, 'payment_intent');
  if (intent.status !== 'succeeded' || intent.latest_charge === null) {
    throw invalid(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
      code: 'charge_not_refundable',
      param: 'payment_intent',
    });
  }
  return captured(await unit.get('charge', intent.latest_charge));
}

function captured(charge: Charge): Charge {
  if (charge.status !== 'succeeded' || !charge.captured) {
    throw invalid(`Charge ${charge.id} is not refundable.`, { code: 'charge_not_refundable', param: 'charge' });
  }
  return charge;
}

/** Only one that has not reached the card yet; the money is ours again. */
const cancel: Handler = async (unit, _params, id = '') => {
  const refund = await unit.get('refund', id);
  if (refund.status !== 'pending') {
    throw invalid(`Refund ${id} cannot be canceled: it is ${refund.status}.`, { code: 'refund_not_cancelable' });
  }
  const charge = await unit.get('charge', refund.charge ?? '');
  refund.status = 'canceled';
  refund.failure_balance_transaction = movement(unit, refund, 'refund_failure', refund.amount);
  takeOff(charge, -refund.amount);
  unit.undue('refund.settle', id);
  unit.settle();
  unit.tell('charge.refund.updated', refund);
  return refund;
};

const update: Handler = async (unit, params, id = '') => {
  const refund = await unit.get('refund', id);
  const metadata = params.metadata();
  if (metadata) refund.metadata = merged(refund.metadata ?? {}, metadata);
  return refund;
};

const retrieve: Handler = async (unit, _params, id = '') => unit.get('refund', id);

const all: Handler = async (unit, params) =>
  list(unit, params, { kind: 'refund', url: '/v1/refunds', filters: { charge: 'parent', payment_intent: 'peer' } });

function blank(unit: Unit, charge: Charge, amount: number): Refund {
  return {
    id: unit.id('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: unit.at,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}

/** What was only held is free again: Stripe calls that a refund, of which no balance knows. */
export function letGo(unit: Unit, charge: Charge, amount: number): void {
  takeOff(charge, amount);
  unit.add(blank(unit, charge, amount), 'refund.created');
}

export { create as createRefund };

export const refunds: readonly Route[] = [
  post('/v1/refunds', create),
  get('/v1/refunds', all),
  get('/v1/refunds/{id}', retrieve),
  post('/v1/refunds/{id}', update),
  post('/v1/refunds/{id}/cancel', cancel),
];
