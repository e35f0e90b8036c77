import type { Unit } from '../unit.js';
import type { Customer, Invoice, PaymentMethod, PortalConfiguration, PortalSession, Subscription } from '../wire.js';

/** All that a customer sees of themselves on the portal's page. */
export interface CustomerAccount {
  readonly session: PortalSession;
  readonly features: PortalConfiguration['features'];
  readonly headline: string | null;
  readonly customer: Customer;
  readonly card: PaymentMethod | undefined;
  readonly subscriptions: readonly { readonly name: string; readonly subscription: Subscription }[];
  readonly invoices: readonly Invoice[];
}

/** Of a great many invoices the page shows the latest. */
const MOST = 24;

export async function accountOf(unit: Unit, session: PortalSession): Promise<CustomerAccount> {
  const customer = await unit.get('customer', session.customer);
  const { features, business_profile: profile } = await unit.get('billing_portal.configuration', session.configuration);
  const subscriptions = await unit.find('subscription', 'customer', customer.id);
  const invoices = await unit.find('invoice', 'customer', customer.id);
  return {
    session,
    features,
    headline: profile.headline,
    customer,
    card: await unit.maybe('payment_method', customer.invoice_settings.default_payment_method),
    subscriptions: await Promise.all(
      subscriptions.map(async (subscription) => ({ subscription, name: await nameOf(unit, subscription) })),
    ),
    invoices: invoices
      .filter(({ status }) => status !== 'draft')
      .toReversed()
      .slice(0, MOST),
  };
}

async function nameOf(unit: Unit, { items }: Subscription): Promise<string> {
  const product = await unit.maybe('product', items.data[0]?.price.product);
  return product?.name ?? 'Subscription';
}

export function isOver({ status }: Subscription): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}
