import type { Unit } from '../unit.js';
import type { CheckoutSession } from '../wire.js';
import { redeemed } from './discount.js';
import { orderOf } from './order.js';

/** The buyer is done: the session says who they are and what came of it. */
export async function complete(unit: Unit, session: CheckoutSession): Promise<void> {
  const { buyer } = await orderOf(unit, session.id);
  await redeemed(unit, session);
  session.status = 'complete';
  session.url = null;
  session.payment_status = (session.amount_total ?? 0) > 0 ? 'paid' : 'no_payment_required';
  session.customer_details = {
    address: null,
    business_name: null,
    email: buyer.email,
    individual_name: null,
    name: buyer.name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
  unit.undue('checkout.expire', session.id);
  unit.tell('checkout.session.completed', session);
}

/** A payment, a first invoice or a card that a session waited for has been confirmed. */
export async function completeWaiting(unit: Unit, intent: string): Promise<void> {
  const sessions = [...(await unit.find('checkout.session', 'peer', intent)), ...(await ofSubscription(unit, intent))];
  const session = sessions.find(({ status }) => status === 'open');
  if (session && (await isDone(unit, session))) await complete(unit, session);
}

async function ofSubscription(unit: Unit, intent: string): Promise<CheckoutSession[]> {
  const [payment] = await unit.find('invoice_payment', 'peer', intent);
  const invoice = await unit.maybe('invoice', payment?.invoice);
  const subscription = invoice?.parent?.subscription_details?.subscription;
  return subscription ? unit.find('checkout.session', 'parent', subscription) : [];
}

/** Whether nothing is asked of the buyer any more. */
export async function isDone(unit: Unit, session: CheckoutSession): Promise<boolean> {
  const payment = await unit.maybe('payment_intent', session.payment_intent);
  if (session.mode === 'payment' && session.amount_total === 0) return true;
  if (payment) return payment.status === 'succeeded' || payment.status === 'requires_capture';
  const setup = await unit.maybe('setup_intent', session.setup_intent);
  if (setup) return setup.status === 'succeeded';
  const subscription = await unit.maybe('subscription', session.subscription);
  const invoice = await unit.maybe('invoice', subscription?.latest_invoice);
  return invoice?.status === 'paid' && ['active', 'trialing'].includes(subscription?.status ?? '');
}

/** Who the session is for: the customer it was made for, or a new one made of what the buyer said. */
export async function customerOf(unit: Unit, session: CheckoutSession, create: Create): Promise<string | null> {
  const wanted = session.mode !== 'payment' || session.customer_creation === 'always';
  if (session.customer !== null || !wanted) return session.customer;
  const { buyer } = await orderOf(unit, session.id);
  session.customer = await create(buyer);
  return session.customer;
}

type Create = (buyer: { email: string | null; name: string | null }) => Promise<string>;
