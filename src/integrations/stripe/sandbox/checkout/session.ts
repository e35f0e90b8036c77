import type { CheckoutSession } from '../wire.js';
import type { Unit } from '../unit.js';

const DAY = 86_400;

export type Mode = 'payment' | 'setup' | 'subscription';

/** What a session is for; the package leaves room for more than the sandbox has. */
export function modeOf(session: CheckoutSession): Mode {
  return session.mode as Mode;
}

/** What a session of this account has not, or not yet. */
const UNUSED = {
  object: 'checkout.session',
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  amount_subtotal: null,
  amount_total: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  cancel_url: null,
  client_reference_id: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer: null,
  customer_account: null,
  customer_creation: null,
  customer_details: null,
  customer_email: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  locale: null,
  managed_payments: null,
  metadata: {},
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: 'always',
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card'],
  payment_status: 'unpaid',
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  status: 'open',
  submit_type: null,
  subscription: null,
  success_url: null,
  total_details: null,
  ui_mode: 'hosted_page',
  wallet_options: null,
} satisfies Partial<CheckoutSession>;

/** A page where somebody pays, subscribes or leaves a card; open for a day. */
export function newSession(unit: Unit, mode: Mode): CheckoutSession {
  const id = unit.id('cs_test');
  return {
    ...structuredClone(UNUSED),
    id,
    created: unit.at,
    expires_at: unit.at + DAY,
    mode,
    url: `${unit.store.place.pages}/sandbox/checkout/${id}`,
  };
}
