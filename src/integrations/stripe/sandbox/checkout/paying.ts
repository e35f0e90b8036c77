import type { TestCard } from '../test-cards.js';
import { confirm } from '../confirming.js';
import { createCustomer } from '../customers.js';
import { declineOf } from '../declines.js';
import { defaultPayment } from '../invoice-closing.js';
import { pay } from '../invoice-paying.js';
import { Params } from '../params.js';
import { attach, methodOf } from '../payment-methods.js';
import { createIntent } from '../payment-intents.js';
import type { Handler } from '../routes.js';
import { StripeFault } from '../sandbox.errors.js';
import { confirmSetup } from '../setup/confirming.js';
import { createSetupIntent } from '../setup/setup-intents.js';
import { createSubscription } from '../subscription-create.js';
import type { FormTree } from '../form.js';
import type { Unit } from '../unit.js';
import type { CheckoutSession, PaymentMethod, Stored, Subscription } from '../wire.js';
import { complete, customerOf, isDone } from './completing.js';
import { typedCode } from './discount.js';
import type { LineItem, Rates } from './line-items.js';
import { orderOf } from './order.js';
import { modeOf, type Mode } from './session.js';
import { sum } from './sessions.js';

/** What came of it: done, refused with words for the buyer, or asked to confirm first. */
export type Paid = { done: true } | { refused: string } | { confirm: string };

interface Means {
  /** A test card, or a method that is there already. */
  readonly card: Pick<TestCard, 'attach' | 'token'>;
  /** A promotion code the buyer has typed, by its id. */
  readonly promotionCode?: string | undefined;
  readonly returnUrl: string;
}

/** Does with a buyer's card what the session is for. */
export async function payWith(unit: Unit, session: CheckoutSession, means: Means): Promise<Paid> {
  const { card } = means;
  if (session.mode !== 'payment' && card.attach) return { refused: declineOf(card.attach).message };
  const customer = await customerOf(unit, session, (buyer) => aCustomer(unit, buyer));
  const method = await methodOf(unit, card.token);
  const refusal = await ACTS[modeOf(session)](unit, session, { ...means, customer, method });
  if (refusal) return { refused: refusal.body.message };
  if (await isDone(unit, session)) {
    await complete(unit, session);
    return { done: true };
  }
  return { confirm: await waiting(unit, session) };
}

interface Act extends Means {
  readonly customer: string | null;
  readonly method: PaymentMethod;
}

type Acting = (unit: Unit, session: CheckoutSession, act: Act) => Promise<StripeFault | undefined>;

const ACTS: Readonly<Record<Mode, Acting>> = {
  payment: async (unit, session, { customer, method, promotionCode, returnUrl }) => {
    const { data, ...sold } = await orderOf(unit, session.id);
    if (promotionCode !== undefined) sum(session, sold, await typedCode(unit, session, sold.lines, promotionCode));
    const { amount_total: amount, currency } = session;
    if (amount === 0) return undefined;
    const params = { ...data, amount: String(amount), currency: currency ?? '', ...(customer ? { customer } : {}) };
    session.payment_intent ??= await made(unit, createIntent, params);
    const intent = await unit.get('payment_intent', session.payment_intent);
    intent.amount = amount ?? 0;
    return confirm(unit, intent, { method, offSession: false, returnUrl });
  },
  setup: async (unit, session, { customer, method, returnUrl }) => {
    const { data } = await orderOf(unit, session.id);
    session.setup_intent ??= await made(unit, createSetupIntent, { ...data, customer: customer ?? '' });
    return confirmSetup(unit, await unit.get('setup_intent', session.setup_intent), { method, returnUrl });
  },
  subscription: async (unit, session, act) => {
    const { customer, method } = act;
    const { data, lines, rates } = await orderOf(unit, session.id);
    attach(unit, method, customer ?? '');
    const params = {
      ...data,
      customer: customer ?? '',
      items: asked(lines.filter(isRecurring), rates),
      add_invoice_items: asked(
        lines.filter((line) => !isRecurring(line)),
        rates,
      ),
      default_payment_method: method.id,
      ...codes(session, act),
      payment_behavior: 'default_incomplete',
    };
    session.subscription ??= await made(unit, createSubscription, params);
    return payFirst(unit, await unit.get('subscription', session.subscription), act);
  },
};

function isRecurring({ price }: LineItem): boolean {
  return (price?.recurring ?? null) !== null;
}

function asked(lines: readonly LineItem[], rates: Rates): FormTree[] {
  return lines.map(({ id, price, quantity }) => {
    const line: FormTree = { price: price?.id ?? '', quantity: String(quantity ?? 1) };
    const named = (rates[id] ?? []).map((rate) => rate.id);
    return named.length > 0 ? { ...line, tax_rates: named } : line;
  });
}

/** Pays the first invoice, if there is anything to pay; the card is confirmed for the ones to come as well. */
async function payFirst(unit: Unit, subscription: Subscription, act: Act): Promise<StripeFault | undefined> {
  const invoice = await unit.get('invoice', subscription.latest_invoice ?? '');
  if (invoice.status !== 'open') return undefined;
  const waiting = await defaultPayment(unit, invoice);
  if (waiting) waiting.intent.setup_future_usage = 'off_session';
  return pay(unit, invoice, { method: act.method, offSession: false, returnUrl: act.returnUrl });
}

/** The payment or card the buyer is to confirm. */
async function waiting(unit: Unit, session: CheckoutSession): Promise<string> {
  const intent = session.payment_intent ?? session.setup_intent;
  if (intent !== null) return intent;
  const subscription = await unit.get('subscription', session.subscription ?? '');
  const invoice = await unit.get('invoice', subscription.latest_invoice ?? '');
  return (await defaultPayment(unit, invoice))?.intent.id ?? '';
}

function codes(session: CheckoutSession, { promotionCode }: Act): FormTree {
  const all = (session.discounts ?? []).map(({ coupon, promotion_code: code }): FormTree =>
    code === null ? { coupon: String(coupon) } : { promotion_code: String(code) },
  );
  if (promotionCode !== undefined) all.push({ promotion_code: promotionCode });
  return all.length === 0 ? {} : { discounts: all };
}

async function aCustomer(unit: Unit, { email, name }: { email: string | null; name: string | null }): Promise<string> {
  return made(unit, createCustomer, { email: email ?? '', name: name ?? '' });
}

/** Makes what a route would make, and refuses what it would not know. */
async function made(unit: Unit, handle: Handler, given: FormTree): Promise<string> {
  const params = new Params(given);
  const { id } = (await handle(unit, params)) as Stored;
  params.done();
  return id;
}
