import { Stripe } from 'stripe';
import type { DomainError } from '../../kernel/domain-error.js';
import { normalise } from './normalise.js';
import { CardDeclined, PaymentMethodNotFound, ProviderRefused, ProviderUnreachable } from './provider.errors.js';

/**
 * What an error of the SDK means to us, told by its type, code and decline code, never by its text.
 * Nothing for an error that is not the provider's.
 */
export function refusalOf(error: unknown): DomainError | undefined {
  if (!(error instanceof Stripe.errors.StripeError)) return undefined;
  const { code = null, decline_code: declineCode = null, param = null, requestId = null } = error;
  const facts = { provider: 'stripe', provider_code: code, provider_request_id: requestId };
  if (error instanceof Stripe.errors.StripeCardError) {
    return new CardDeclined({ ...facts, decline_code: declineCode ?? code, advice_code: adviceOf(error) });
  }
  if (passes(error)) return new ProviderUnreachable(facts);
  if (code === 'resource_missing' && METHODS.includes(String(param)))
    return new PaymentMethodNotFound({ ...facts, param });
  return new ProviderRefused({ ...facts, param, reason: reasonOf(error) });
}

/** How the provider calls a method that is to be charged, in the parameters of its calls. */
const METHODS = ['payment_method', 'default_payment_method', 'invoice_settings[default_payment_method]'];

/** The object a refused call left behind: a declined payment exists. As a webhook would carry it. */
export function declinedObject(error: unknown): { readonly id: string; readonly object: string } | undefined {
  if (!(error instanceof Stripe.errors.StripeError)) return undefined;
  const left: unknown = error.payment_intent ?? error.setup_intent;
  return isObject(left) ? normalise(left) : undefined;
}

/** The bank's no, where a payment that was declined shows it. Nothing for a payment that stands, or anything else. */
export function declineOf(object: object): DomainError | undefined {
  const payment = object as Partial<Stripe.PaymentIntent>;
  if (payment.object !== 'payment_intent' || payment.status !== 'requires_payment_method') return undefined;
  const { last_payment_error: error } = payment;
  if (!error) return undefined;
  const { code = null, decline_code: declineCode = null, advice_code: adviceCode = null } = error;
  const facts = { provider: 'stripe', provider_code: code, provider_request_id: null };
  return new CardDeclined({ ...facts, decline_code: declineCode ?? code, advice_code: adviceCode });
}

/** Worth another try by itself: away, overloaded, or holding our own earlier call. A key that is ours alone clashes with nothing else. */
function passes(error: Stripe.errors.StripeError): boolean {
  const { errors } = Stripe;
  if (error instanceof errors.StripeConnectionError || error instanceof errors.StripeRateLimitError) return true;
  if (error.code === 'lock_timeout' || error.code === 'rate_limit' || error.code === 'idempotency_key_in_use')
    return true;
  if (error instanceof errors.StripeAPIError) return error.statusCode !== 501;
  return error.statusCode === 409;
}

function reasonOf(error: Stripe.errors.StripeError): string {
  const { errors } = Stripe;
  if (error instanceof errors.StripeIdempotencyError) return 'idempotency';
  if (error instanceof errors.StripeAuthenticationError) return 'authentication';
  if (error instanceof errors.StripePermissionError) return 'permission';
  if (error.statusCode === 404) return 'not-found';
  return error.statusCode === 501 ? 'unsupported' : 'invalid';
}

function adviceOf({ raw }: Stripe.errors.StripeCardError): string | null {
  const advice = (raw as { advice_code?: unknown } | undefined)?.advice_code;
  return typeof advice === 'string' ? advice : null;
}

function isObject(value: unknown): value is { id: string; object: string } {
  return typeof value === 'object' && value !== null && 'id' in value && 'object' in value;
}
