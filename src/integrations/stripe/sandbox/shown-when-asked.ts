import { orderOf } from './checkout/order.js';
import { beginning } from './embedded.js';
import type { Unit } from './unit.js';

type Tree = { [key: string]: unknown };

/** What an object shows only when it is asked to. */
const SHOWN: Readonly<Record<string, (of: Tree, unit: Unit) => unknown>> = {
  'checkout.session.line_items': ({ id }, unit) => linesOf(String(id), unit),
  'customer.invoice_credit_balance': ({ balance, currency }) =>
    typeof currency === 'string' && balance !== 0 ? { [currency]: balance } : {},
  'customer.tax': () => ({
    automatic_tax: 'unrecognized_location',
    ip_address: null,
    location: null,
    provider: 'stripe',
  }),
  'invoice.confirmation_secret': confirmationSecret,
};

/** @returns undefined where an object has no such thing */
export async function shownWhenAsked(unit: Unit, object: Tree, step: string): Promise<unknown> {
  return SHOWN[`${String(object['object'])}.${step}`]?.(object, unit);
}

/** What the buyer's page needs to pay an invoice with; one that asks for nothing has none. */
async function confirmationSecret(invoice: Tree, unit: Unit): Promise<object | null> {
  const payments = await unit.find('invoice_payment', 'parent', String(invoice['id']));
  const payment = payments.find(({ is_default: main }) => main);
  const intent = await unit.maybe('payment_intent', payment?.payment.payment_intent);
  return intent ? { client_secret: intent.client_secret, type: 'payment_intent' } : null;
}

/** What a checkout session sells is kept beside it. */
async function linesOf(session: string, unit: Unit): Promise<object> {
  const data = structuredClone((await orderOf(unit, session)).lines);
  return beginning({ object: 'list', data, has_more: false, url: `/v1/checkout/sessions/${session}/line_items` });
}
