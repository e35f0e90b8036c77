import type { Stripe } from 'stripe';

type Options = { readonly idempotencyKey: string };
type Params = Record<string, unknown> & { readonly id?: string };
type Operation = (stripe: Stripe, params: Params, options: Options) => Promise<object>;

/** An intent's parameters were made for its operation; the row does not remember their type. */
function to<T>(params: Params): T {
  return params as unknown as T;
}

/** The rest of the parameters and the id of the object the call is about. */
function about({ id = '', ...rest }: Params): [id: string, rest: Record<string, unknown>] {
  return [id, rest];
}

/** Every call that changes something at the provider, by name: what an intent can be made again from. */
const OPERATIONS = {
  'customer.create': (stripe, params, options) => stripe.customers.create(to(params), options),
  'customer.delete': (stripe, { id = '' }, options) => stripe.customers.del(id, {}, options),
  'product.create': (stripe, params, options) => stripe.products.create(to(params), options),
  'price.create': (stripe, params, options) => stripe.prices.create(to(params), options),
  'payment.create': (stripe, params, options) => stripe.paymentIntents.create(to(params), options),
  'payment.capture': (stripe, params, options) => stripe.paymentIntents.capture(...about(params), options),
  'payment.cancel': (stripe, params, options) => stripe.paymentIntents.cancel(...about(params), options),
  'refund.create': (stripe, params, options) => stripe.refunds.create(to(params), options),
  'dispute.update': (stripe, params, options) => stripe.disputes.update(...about(params), options),
  'dispute.accept': (stripe, { id = '' }, options) => stripe.disputes.close(id, {}, options),
  'credit-note.create': (stripe, params, options) => stripe.creditNotes.create(to(params), options),
  'credit-note.void': (stripe, { id = '' }, options) => stripe.creditNotes.voidCreditNote(id, {}, options),
  'subscription.create': (stripe, params, options) => stripe.subscriptions.create(to(params), options),
  'subscription.update': (stripe, params, options) => stripe.subscriptions.update(...about(params), options),
  'subscription.cancel': (stripe, params, options) => stripe.subscriptions.cancel(...about(params), options),
  'invoice.create': (stripe, params, options) => stripe.invoices.create(to(params), options),
  'invoice.update': (stripe, params, options) => stripe.invoices.update(...about(params), options),
  'invoice-item.create': (stripe, params, options) => stripe.invoiceItems.create(to(params), options),
  'invoice.finalize': (stripe, params, options) => stripe.invoices.finalizeInvoice(...about(params), options),
  'invoice.pay': (stripe, params, options) => stripe.invoices.pay(...about(params), options),
  'invoice.void': (stripe, params, options) => stripe.invoices.voidInvoice(...about(params), options),
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;

export function operation(name: string): Operation {
  const found = (OPERATIONS as Record<string, Operation>)[name];
  if (!found) throw new Error(`No operation is called ${name}.`);
  return found;
}
