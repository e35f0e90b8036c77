import type { StripeClient } from '../../../integrations/stripe/index.js';

type Retrieve = (sdk: StripeClient['sdk'], id: string) => Promise<object>;

/**
 * How an object is read by its id, with the parts that are folded with it: they may have been told of by nothing but
 * what made us ask. Movements of the balance are asked for by their names once these name them.
 */
const RETRIEVE: Readonly<Record<string, Retrieve>> = {
  balance_transaction: (sdk, id) => sdk.balanceTransactions.retrieve(id),
  charge: (sdk, id) => sdk.charges.retrieve(id, { expand: ['payment_intent', 'refunds'] }),
  coupon: (sdk, id) => sdk.coupons.retrieve(id),
  credit_note: (sdk, id) => sdk.creditNotes.retrieve(id),
  customer: (sdk, id) => sdk.customers.retrieve(id),
  dispute: (sdk, id) => sdk.disputes.retrieve(id),
  invoice: (sdk, id) => sdk.invoices.retrieve(id, { expand: ['payments'] }),
  payment_intent: (sdk, id) => sdk.paymentIntents.retrieve(id, { expand: ['latest_charge.refunds'] }),
  payout: (sdk, id) => sdk.payouts.retrieve(id),
  price: (sdk, id) => sdk.prices.retrieve(id),
  product: (sdk, id) => sdk.products.retrieve(id),
  refund: (sdk, id) => sdk.refunds.retrieve(id, { expand: ['payment_intent', 'charge'] }),
  subscription: (sdk, id) => sdk.subscriptions.retrieve(id, { expand: ['discounts'] }),
};

/** Whether the provider shows such an object by its id alone. */
export function isRetrievable(object: string): boolean {
  return object in RETRIEVE;
}

/** @throws what the provider refuses with */
export async function retrieve(sdk: StripeClient['sdk'], object: string, id: string): Promise<object> {
  return (await RETRIEVE[object]?.(sdk, id)) ?? {};
}
