import { declineOf } from '../declines.js';
import { pay } from '../invoice-paying.js';
import { Params } from '../params.js';
import { methodOf } from '../payment-methods.js';
import { confirmSetup } from '../setup/confirming.js';
import { newSetupIntent } from '../setup/setup-intent.js';
import { updateSubscription } from '../subscription-change.js';
import { cancelNow } from '../subscription-end.js';
import type { TestCard } from '../test-cards.js';
import type { Unit } from '../unit.js';
import type { PortalSession } from '../wire.js';
import { isOver, type CustomerAccount } from './account.js';

/** Words for the customer, or the page of the bank that wants to be asked first. */
export type Outcome = { note: string } | { error: string } | { confirm: string };

/** A new card from now on: for the customer and for every subscription that had its own. */
export async function changeCard(unit: Unit, { session, customer }: CustomerAccount, card: TestCard): Promise<Outcome> {
  if (card.attach) return { error: declineOf(card.attach).message };
  const method = await methodOf(unit, card.token);
  const intent = unit.add(newSetupIntent(unit, customer.id), 'setup_intent.created');
  const refusal = await confirmSetup(unit, intent, { method, returnUrl: session.url });
  if (refusal) return { error: refusal.body.message };
  await rememberSetup(unit, session, intent.id);
  if (intent.status === 'requires_action') return { confirm: intent.id };
  await applySetup(unit, session);
  return { note: 'The new card is used from now on.' };
}

interface Pending {
  id: string;
  object: 'sandbox_portal_setup';
  intent: string | null;
}

async function rememberSetup(unit: Unit, { id }: PortalSession, intent: string | null): Promise<void> {
  const pending = await pendingOf(unit, id);
  if (pending) pending.intent = intent;
  else unit.add<Pending>({ id: `setup_of_${id}`, object: 'sandbox_portal_setup', intent });
}

async function pendingOf(unit: Unit, session: string): Promise<Pending | undefined> {
  const id = `setup_of_${session}`;
  await unit.load([id]);
  return unit.peek(id) as Pending | undefined;
}

/** Takes the card that was confirmed meanwhile, if one was. */
export async function applySetup(unit: Unit, session: PortalSession): Promise<void> {
  const intent = await unit.maybe('setup_intent', (await pendingOf(unit, session.id))?.intent);
  if (intent?.status !== 'succeeded') return;
  const customer = await unit.get('customer', session.customer);
  customer.invoice_settings.default_payment_method = intent.payment_method;
  for (const subscription of await unit.find('subscription', 'customer', customer.id)) {
    if (isOver(subscription) || subscription.default_payment_method === null) continue;
    subscription.default_payment_method = intent.payment_method;
  }
  await rememberSetup(unit, session, null);
}

export async function cancel(unit: Unit, { features, ...account }: CustomerAccount, id: string): Promise<Outcome> {
  const found = account.subscriptions.find(({ subscription }) => subscription.id === id)?.subscription;
  if (!found || isOver(found) || !features.subscription_cancel.enabled) return { error: 'This cannot be cancelled.' };
  if (features.subscription_cancel.mode === 'immediately') {
    await cancelNow(unit, found, { reason: 'cancellation_requested' });
    return { note: 'The subscription has ended.' };
  }
  await updateSubscription(unit, new Params({ cancel_at_period_end: 'true' }), id);
  return { note: 'The subscription ends with the period that is paid.' };
}

export async function keep(unit: Unit, { subscriptions }: CustomerAccount, id: string): Promise<Outcome> {
  const found = subscriptions.find(({ subscription }) => subscription.id === id)?.subscription;
  if (!found || isOver(found)) return { error: 'This subscription is over.' };
  await updateSubscription(unit, new Params({ cancel_at_period_end: 'false' }), id);
  return { note: 'The subscription goes on.' };
}

export async function settle(unit: Unit, { session, invoices }: CustomerAccount, id: string): Promise<Outcome> {
  const invoice = invoices.find((one) => one.id === id);
  if (invoice?.status !== 'open') return { error: 'There is nothing to pay.' };
  const refusal = await pay(unit, invoice, { offSession: false, returnUrl: session.url });
  if (refusal) return { error: refusal.body.message };
  const [payment] = await unit.find('invoice_payment', 'parent', id);
  const intent = await unit.maybe('payment_intent', payment?.payment.payment_intent);
  if (intent?.status === 'requires_action') return { confirm: intent.id };
  return { note: 'The invoice is paid.' };
}
