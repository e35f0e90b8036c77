import { nextAction } from './actions/next-action.js';
import { AUTHORIZED_FOR, charged, refused } from './charges.js';
import { declined, declineOf } from './declines.js';
import { invoiceFailed, invoicePaid } from './invoice-settling.js';
import { attach } from './payment-methods.js';
import type { StripeFault } from './sandbox.errors.js';
import { isSetUp, rememberSetUp } from './setup/set-up.js';
import { cardOf } from './test-cards.js';
import type { Unit } from './unit.js';
import type { PaymentIntent, PaymentMethod } from './wire.js';

export interface Attempt {
  readonly method: PaymentMethod;
  /** The buyer is away: whoever must confirm cannot. */
  readonly offSession: boolean;
  /** Where the buyer goes after confirming on the sandbox's page. */
  readonly returnUrl?: string | undefined;
}

/** Outcomes told in advance for a method, taken one by one: `ok`, or a decline code. */
export interface Script {
  id: string;
  object: 'sandbox_script';
  outcomes: string[];
}

/** Tries to take the money. Answers the refusal, if any; what happened stays either way. */
export async function confirm(unit: Unit, intent: PaymentIntent, attempt: Attempt): Promise<StripeFault | undefined> {
  const { method, offSession } = attempt;
  intent.payment_method = method.id;
  const card = cardOf(method.card?.fingerprint);
  const scripted = await nextOutcome(unit, method.id);
  const asks = card?.action === 'always' || (card?.action === 'until set up' && !(await isSetUp(unit, method.id)));
  const decline = scripted ?? card?.charge ?? (asks && offSession ? 'authentication_required' : undefined);
  if (decline !== undefined && decline !== 'ok') return fail(unit, intent, method, decline);
  if (asks && decline !== 'ok') return ask(unit, intent, attempt.returnUrl);
  await succeed(unit, intent, method);
  return undefined;
}

/** The buyer has confirmed, or has failed to. */
export async function authenticate(unit: Unit, intent: PaymentIntent, passed: boolean): Promise<void> {
  const method = await unit.get('payment_method', intent.payment_method ?? '');
  intent.next_action = null;
  if (passed && intent.setup_future_usage === 'off_session') rememberSetUp(unit, method.id);
  if (passed) await succeed(unit, intent, method);
  else await fail(unit, intent, method, 'authentication_required');
}

async function succeed(unit: Unit, intent: PaymentIntent, method: PaymentMethod): Promise<void> {
  const charge = charged(unit, intent, method);
  intent.latest_charge = charge.id;
  intent.last_payment_error = null;
  if (intent.setup_future_usage !== null && intent.customer !== null) attach(unit, method, intent.customer);
  intent.next_action = null;
  if (intent.capture_method === 'manual') {
    intent.status = 'requires_capture';
    intent.amount_capturable = intent.amount;
    unit.due('authorization.expire', intent.id, unit.at + AUTHORIZED_FOR);
    unit.tell('payment_intent.amount_capturable_updated', intent);
    return;
  }
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  unit.tell('payment_intent.succeeded', intent);
  await invoicePaid(unit, intent);
}

async function fail(unit: Unit, intent: PaymentIntent, method: PaymentMethod, decline: string): Promise<StripeFault> {
  const charge = refused(unit, intent, method, decline);
  const { code, message, advice } = declineOf(decline);
  intent.latest_charge = charge.id;
  intent.payment_method = null;
  intent.status = 'requires_payment_method';
  intent.last_payment_error = {
    ...(advice ? { advice_code: advice } : {}),
    charge: charge.id,
    code: code as 'card_declined',
    decline_code: decline,
    doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    message,
    payment_method: structuredClone(method),
    type: 'card_error',
  };
  unit.tell('payment_intent.payment_failed', intent);
  await invoiceFailed(unit, intent);
  return declined(decline, {
    charge: charge.id,
    payment_intent: structuredClone(intent),
    payment_method: structuredClone(method),
  });
}

async function ask(unit: Unit, intent: PaymentIntent, returnUrl: string | undefined): Promise<undefined> {
  intent.status = 'requires_action';
  intent.next_action = nextAction(unit, intent.id, returnUrl);
  unit.tell('payment_intent.requires_action', intent);
  return undefined;
}

async function nextOutcome(unit: Unit, method: string): Promise<string | undefined> {
  const id = `script_${method}`;
  await unit.load([id]);
  const script = unit.peek(id) as Script | undefined;
  return script?.outcomes.shift();
}
