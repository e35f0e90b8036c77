import { book } from './balance.js';
import { declineOf } from './declines.js';
import { list } from './lists.js';
import { get, type Handler, type Route } from './routes.js';
import { cardOf, type TestCard } from './test-cards.js';
import type { Unit } from './unit.js';
import type { Charge, PaymentIntent, PaymentMethod } from './wire.js';

/** How long a bank holds money for us; then it lets it go. */
export const AUTHORIZED_FOR = 7 * 86_400;

/** A charge that went through; taken at once, or held until it is captured. */
export function charged(unit: Unit, intent: PaymentIntent, method: PaymentMethod): Charge {
  const capture = intent.capture_method !== 'manual';
  const charge: Charge = {
    ...blank(unit, intent, method),
    captured: capture,
    amount_captured: capture ? intent.amount : 0,
    outcome: outcome('approved_by_network', 'Payment complete.'),
    paid: true,
    status: 'succeeded',
  };
  if (capture) take(unit, charge, intent.amount);
  unit.add(charge, 'charge.succeeded');
  if (capture) follow(unit, charge);
  return charge;
}

/** Books what a charge brings in. */
export function take(unit: Unit, charge: Charge, amount: number): void {
  const { currency, description } = charge;
  const atOnce = cardBehind(charge)?.bypassesPending === true;
  const movement = { source: charge.id, type: 'charge', amount, currency, description, atOnce } as const;
  charge.balance_transaction = book(unit, movement).id;
}

/** What the owner or the bank of the card will do about a charge that was taken, a second later. */
export function follow(unit: Unit, charge: Charge): void {
  const card = cardBehind(charge);
  if (card?.dispute) unit.due('dispute.open', charge.id, unit.at + 1);
  if (card?.fraudWarning) unit.due('fraud.warn', charge.id, unit.at + 1);
}

/** The test card that was charged. */
export function cardBehind(charge: Charge): TestCard | undefined {
  return cardOf(charge.payment_method_details?.card?.fingerprint);
}

export function refused(unit: Unit, intent: PaymentIntent, method: PaymentMethod, declineCode: string): Charge {
  const { code, message } = declineOf(declineCode);
  const charge: Charge = {
    ...blank(unit, intent, method),
    failure_code: code,
    failure_message: message,
    outcome: outcome(
      'declined_by_network',
      'The bank did not return any further details with this decline.',
      declineCode,
    ),
    status: 'failed',
  };
  return unit.add(charge, 'charge.failed');
}

function outcome(status: string, message: string, reason: string | null = null): Charge['outcome'] {
  return {
    advice_code: reason === null ? null : declineOf(reason).advice,
    network_advice_code: null,
    network_decline_code: null,
    network_status: status,
    reason,
    risk_level: 'normal',
    risk_score: 12,
    seller_message: message,
    type: reason === null ? 'authorized' : 'issuer_declined',
  };
}

/** What a charge of this account has not, or not yet. */
const UNUSED = {
  object: 'charge',
  amount_captured: 0,
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  calculated_statement_descriptor: 'SANDBOX',
  captured: false,
  disputed: false,
  failure_balance_transaction: null,
  failure_code: null,
  failure_message: null,
  fraud_details: {},
  livemode: false,
  on_behalf_of: null,
  outcome: null,
  paid: false,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  source: null,
  source_transfer: null,
  statement_descriptor_suffix: null,
  status: 'pending',
  transfer_data: null,
} satisfies Partial<Charge>;

function blank(unit: Unit, intent: PaymentIntent, method: PaymentMethod): Charge {
  const id = unit.id('ch');
  return {
    ...structuredClone(UNUSED),
    id,
    amount: intent.amount,
    billing_details: structuredClone(method.billing_details),
    created: unit.at,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    metadata: structuredClone(intent.metadata),
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { card: cardDetails(unit, intent, method), type: 'card' },
    receipt_email: intent.receipt_email,
    shipping: structuredClone(intent.shipping),
    statement_descriptor: intent.statement_descriptor,
    transfer_group: intent.transfer_group,
  };
}

type CardDetails = NonNullable<NonNullable<Charge['payment_method_details']>['card']>;

function cardDetails(unit: Unit, intent: PaymentIntent, { card }: PaymentMethod): CardDetails {
  const { brand = 'visa', checks = null, country = null, last4 = null, exp_month = 12, exp_year = 2030 } = card ?? {};
  return {
    amount_authorized: intent.amount,
    authorization_code: '123456',
    brand,
    ...(intent.capture_method === 'manual' ? { capture_before: unit.at + AUTHORIZED_FOR } : {}),
    checks,
    country,
    electronic_commerce_indicator: null,
    exp_month,
    exp_year,
    fingerprint: card?.fingerprint ?? null,
    funding: 'credit',
    installments: null,
    last4,
    mandate: null,
    network: brand,
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}

const retrieve: Handler = async (unit, _params, id = '') => unit.get('charge', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'charge',
    url: '/v1/charges',
    filters: { customer: 'customer', payment_intent: 'parent' },
    fields: ['transfer_group'],
  });

export const charges: readonly Route[] = [get('/v1/charges', all), get('/v1/charges/{id}', retrieve)];
