import type { Unit } from './unit.js';
import type { PaymentIntent } from './wire.js';

interface Wish {
  amount: number;
  currency: string;
  customer: string | null;
  description?: string | null;
}

/** What a payment of this account has not, or not yet. */
const UNUSED = {
  object: 'payment_intent',
  allowed_payment_method_types: null,
  amount_capturable: 0,
  amount_received: 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: { allow_redirects: 'always', enabled: true },
  canceled_at: null,
  cancellation_reason: null,
  capture_method: 'automatic_async',
  confirmation_method: 'automatic',
  customer_account: null,
  excluded_payment_method_types: null,
  last_payment_error: null,
  latest_charge: null,
  livemode: false,
  managed_payments: null,
  metadata: {},
  next_action: null,
  on_behalf_of: null,
  payment_method: null,
  payment_method_configuration_details: null,
  payment_method_options: {
    card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
  },
  payment_method_types: ['card'],
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  status: 'requires_payment_method',
  transfer_group: null,
} satisfies Partial<PaymentIntent>;

export function newIntent(unit: Unit, { amount, currency, customer, description = null }: Wish): PaymentIntent {
  const id = unit.id('pi');
  return {
    ...structuredClone(UNUSED),
    id,
    amount,
    client_secret: `${id}_secret_${unit.id('x').slice(3)}`,
    created: unit.at,
    currency,
    customer,
    description,
  };
}

export function cancelIntent(unit: Unit, intent: PaymentIntent, reason: PaymentIntent['cancellation_reason']): void {
  Object.assign(intent, {
    status: 'canceled',
    canceled_at: unit.at,
    cancellation_reason: reason,
    amount_capturable: 0,
    next_action: null,
  });
  unit.tell('payment_intent.canceled', intent);
}
