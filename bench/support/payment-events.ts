import type { ProviderEvent } from '../../src/modules/webhooks/index.js';

/** Of each payment: the intent, its charge, the balance transaction. */
export const EVENTS_OF_A_PAYMENT = 3;

/** @param customers how many there are to share the payments among */
export function eventsOfPayment(n: number, customers: number): ProviderEvent[] {
  const created = 1_767_225_600 + n;
  const common = { created, livemode: false, metadata: { re_kind: 'one_time' } };
  const [intent, charge, transaction] = [`pi_bench${n}`, `ch_bench${n}`, `txn_bench${n}`];
  const customer = `cus_bench${n % customers}`;
  const amount = 1_000 + (n % 9_000);
  return [
    event('payment_intent.succeeded', {
      id: intent,
      object: 'payment_intent',
      ...common,
      amount,
      currency: 'usd',
      customer,
      status: 'succeeded',
      description: 'Bench',
      last_payment_error: null,
    }),
    event('charge.succeeded', {
      id: charge,
      object: 'charge',
      ...common,
      amount,
      amount_captured: amount,
      amount_refunded: 0,
      captured: true,
      currency: 'usd',
      customer,
      payment_intent: intent,
      status: 'succeeded',
      balance_transaction: transaction,
      failure_code: null,
      description: null,
      payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } },
    }),
    event('balance_transaction.observed', {
      id: transaction,
      object: 'balance_transaction',
      ...common,
      type: 'charge',
      amount,
      fee: 59,
      net: amount - 59,
      currency: 'usd',
      source: charge,
      fee_details: [{ amount: 59, type: 'stripe_fee' }],
      available_on: created,
    }),
  ];
}

export function event(
  type: string,
  object: ProviderEvent['data']['object'] & { id: string; created: number },
): ProviderEvent {
  return { id: `evt_${type}_${object.id}`, type, created: object.created, livemode: false, data: { object } };
}
