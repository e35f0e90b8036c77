import type { Stripe } from 'stripe';

type Retrieve = (stripe: Stripe, id: string) => Promise<object>;

/** What a call of an operation makes or changes, by the operation's noun, with the parts its answer would have had. */
const RESULTS: Readonly<Record<string, Retrieve>> = {
  customer: (stripe, id) => stripe.customers.retrieve(id),
  product: (stripe, id) => stripe.products.retrieve(id),
  price: (stripe, id) => stripe.prices.retrieve(id),
  payment: (stripe, id) => stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }),
  refund: (stripe, id) => stripe.refunds.retrieve(id),
  subscription: (stripe, id) => stripe.subscriptions.retrieve(id),
  invoice: (stripe, id) => stripe.invoices.retrieve(id, { expand: ['payments'] }),
  dispute: (stripe, id) => stripe.disputes.retrieve(id),
  'credit-note': (stripe, id) => stripe.creditNotes.retrieve(id),
  'invoice-item': (stripe, id) => stripe.invoiceItems.retrieve(id),
};

export function resultOf(stripe: Stripe, operation: string, id: string): Promise<object> {
  const [noun = ''] = operation.split('.');
  const retrieve = RESULTS[noun];
  if (!retrieve) throw new Error(`Nobody knows what ${operation} makes.`);
  return retrieve(stripe, id);
}
