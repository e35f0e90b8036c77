import { payoutOf } from './payouts/taken.js';
import type { Objects, Stored } from './wire.js';

/** What lists and look-ups filter by, drawn from the object itself. */
export interface Links {
  customer: string | null;
  parent: string | null;
  peer: string | null;
  status: string | null;
}

type LinksOf = { [K in keyof Objects]: (object: Objects[K]) => Partial<Links> };

const LINKS: LinksOf = {
  account: ({ email }) => ({ peer: email }),
  // Which payout took it is no field of its own at Stripe, only a filter.
  balance_transaction: (one) => ({ parent: one.source, peer: one.type, status: payoutOf(one) }),
  'billing.meter': ({ event_name, status }) => ({ peer: event_name, status }),
  'billing_portal.configuration': ({ active, is_default: isDefault }) => ({
    peer: isDefault ? 'default' : null,
    status: String(active),
  }),
  'billing_portal.session': ({ customer }) => ({ customer }),
  charge: ({ customer, payment_intent, status }) => ({ customer, parent: payment_intent, status }),
  'checkout.session': ({ customer, subscription, payment_intent, setup_intent, status }) => ({
    customer,
    parent: subscription,
    peer: payment_intent ?? setup_intent,
    status,
  }),
  coupon: () => ({}),
  credit_note: ({ customer, invoice, status }) => ({ customer, parent: invoice, status }),
  customer: ({ email, test_clock: parent }) => ({ parent, peer: email }),
  customer_balance_transaction: ({ customer }) => ({ customer }),
  discount: ({ customer, subscription, source }) => ({ customer, parent: subscription, peer: source.coupon }),
  dispute: ({ charge, payment_intent, status }) => ({ parent: charge, peer: payment_intent, status }),
  invoice: (invoice) => ({
    customer: invoice.customer,
    parent: invoice.parent?.subscription_details?.subscription ?? null,
    status: invoice.status,
  }),
  invoiceitem: ({ customer, invoice, parent }) => ({
    customer,
    parent: invoice,
    peer: parent?.subscription_details?.subscription ?? null,
  }),
  invoice_payment: ({ invoice, payment, status }) => ({
    parent: invoice,
    peer: payment.payment_intent ?? null,
    status,
  }),
  payment_intent: ({ customer, status }) => ({ customer, status }),
  payment_method: ({ customer, type }) => ({ customer, status: type }),
  payout: ({ status, automatic }) => ({ status, peer: String(automatic) }),
  price: ({ product, lookup_key, active }) => ({ parent: product, peer: lookup_key, status: String(active) }),
  product: ({ active }) => ({ status: String(active) }),
  promotion_code: ({ active, code, customer, promotion }) => ({
    customer,
    parent: promotion.coupon,
    peer: code.toLowerCase(),
    status: String(active),
  }),
  'radar.early_fraud_warning': ({ charge, payment_intent }) => ({ parent: charge, peer: payment_intent ?? null }),
  refund: ({ customer, charge, payment_intent }) => ({ customer, parent: charge, peer: payment_intent }),
  setup_intent: ({ customer, payment_method, status }) => ({ customer, peer: payment_method, status }),
  subscription_schedule: ({ customer, subscription, status }) => ({ customer, parent: subscription, status }),
  sandbox_usage: ({ customer, meter, canceled }) => ({ customer, parent: meter, status: String(canceled) }),
  subscription: ({ customer, status, test_clock: parent }) => ({ customer, parent, status }),
  'test_helpers.test_clock': ({ status }) => ({ status }),
  tax_rate: ({ active, inclusive }) => ({ parent: String(inclusive), status: String(active) }),
  transfer: ({ destination, source_transaction, transfer_group }) => ({
    customer: destination,
    parent: source_transaction,
    peer: transfer_group,
  }),
  webhook_endpoint: ({ status }) => ({ status }),
};

const NONE: Links = { customer: null, parent: null, peer: null, status: null };

export function linksOf(object: Stored): Links {
  if ('deleted' in object) return { ...NONE, status: 'deleted' };
  const links = (LINKS as unknown as Record<string, (object: Stored) => Partial<Links>>)[object.object];
  return { ...NONE, ...links?.(object) };
}
