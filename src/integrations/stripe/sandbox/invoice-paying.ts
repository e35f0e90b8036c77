import { confirm } from './confirming.js';
import { defaultPayment } from './invoice-closing.js';
import { finalize } from './invoice-finalizing.js';
import { failedAttempt, markPaid } from './invoice-settling.js';
import { StripeFault } from './sandbox.errors.js';
import { subscriptionOwes } from './subscription-standing.js';
import type { Unit } from './unit.js';
import type { Invoice, PaymentMethod } from './wire.js';

interface Means {
  /** What to pay with; else the invoice's, the subscription's or the customer's own. */
  readonly method?: PaymentMethod | undefined;
  readonly offSession: boolean;
  /** Where the buyer goes after confirming on the sandbox's page. */
  readonly returnUrl?: string | undefined;
}

/** Tries to collect an open invoice. Answers the refusal, if any. */
export async function pay(unit: Unit, invoice: Invoice, means: Means): Promise<StripeFault | undefined> {
  const waiting = await defaultPayment(unit, invoice);
  if (!waiting) {
    await markPaid(unit, invoice);
    return undefined;
  }
  const method = means.method ?? (await methodFor(unit, invoice));
  if (!method) {
    await failedAttempt(unit, invoice);
    const message = 'Cannot charge a customer that has no active payment method.';
    return new StripeFault(400, { type: 'invalid_request_error', code: 'resource_missing', message }, true);
  }
  invoice.attempted = true;
  const refusal = await confirm(unit, waiting.intent, { ...means, method });
  const asksBuyer = waiting.intent.status === 'requires_action';
  if (asksBuyer || refusal?.body['decline_code'] === 'authentication_required') {
    unit.tell('invoice.payment_action_required', invoice);
  }
  if (asksBuyer) await subscriptionOwes(unit, invoice);
  return refusal;
}

/** Finalises and collects in one go, as at sign-up and for changes that are billed at once. */
export async function collect(unit: Unit, invoice: Invoice, offSession: boolean): Promise<StripeFault | undefined> {
  await finalize(unit, invoice);
  if (invoice.status !== 'open' || invoice.collection_method === 'send_invoice') return undefined;
  return pay(unit, invoice, { offSession });
}

/** What an invoice would be paid with. */
export async function methodFor(unit: Unit, invoice: Invoice): Promise<PaymentMethod | undefined> {
  const subscription = await unit.maybe('subscription', invoice.parent?.subscription_details?.subscription);
  const customer = await unit.maybe('customer', invoice.customer);
  const id =
    invoice.default_payment_method ??
    subscription?.default_payment_method ??
    customer?.invoice_settings.default_payment_method;
  return unit.maybe('payment_method', id);
}
