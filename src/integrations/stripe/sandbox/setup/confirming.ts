import { nextAction } from '../actions/next-action.js';
import { declined, declineOf } from '../declines.js';
import { attach } from '../payment-methods.js';
import type { StripeFault } from '../sandbox.errors.js';
import { cardOf } from '../test-cards.js';
import type { Unit } from '../unit.js';
import type { PaymentMethod, SetupIntent } from '../wire.js';
import { rememberSetUp } from './set-up.js';

interface Attempt {
  readonly method: PaymentMethod;
  /** Where the buyer goes after confirming; without it the seller's own page asks them. */
  readonly returnUrl?: string | undefined;
}

/** Tries to keep a card. Answers the refusal, if any; what happened stays either way. */
export async function confirmSetup(
  unit: Unit,
  intent: SetupIntent,
  { method, returnUrl }: Attempt,
): Promise<StripeFault | undefined> {
  const card = cardOf(method.card?.fingerprint);
  intent.payment_method = method.id;
  if (card?.attach !== undefined) return fail(unit, intent, method, card.attach);
  if (card?.action === undefined) {
    succeed(unit, intent, method);
    return undefined;
  }
  intent.status = 'requires_action';
  intent.next_action = nextAction(unit, intent.id, returnUrl);
  unit.tell('setup_intent.requires_action', intent);
  return undefined;
}

/** The buyer has confirmed, or has failed to. */
export async function authenticateSetup(unit: Unit, intent: SetupIntent, passed: boolean): Promise<void> {
  const method = await unit.get('payment_method', intent.payment_method ?? '');
  intent.next_action = null;
  if (passed) succeed(unit, intent, method);
  else fail(unit, intent, method, 'authentication_required');
}

function succeed(unit: Unit, intent: SetupIntent, method: PaymentMethod): void {
  if (intent.customer !== null) attach(unit, method, intent.customer);
  rememberSetUp(unit, method.id);
  intent.status = 'succeeded';
  intent.next_action = null;
  intent.last_setup_error = null;
  unit.tell('setup_intent.succeeded', intent);
}

function fail(unit: Unit, intent: SetupIntent, method: PaymentMethod, decline: string): StripeFault {
  const { code, message } = declineOf(decline);
  intent.payment_method = null;
  intent.status = 'requires_payment_method';
  intent.last_setup_error = {
    code: code as 'card_declined',
    decline_code: decline,
    message,
    payment_method: structuredClone(method),
    type: 'card_error',
  };
  unit.tell('setup_intent.setup_failed', intent);
  return declined(decline, { setup_intent: structuredClone(intent), payment_method: structuredClone(method) });
}
