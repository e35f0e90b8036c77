import { Stripe } from 'stripe';
import { Sandbox, type SandboxSettings } from '../../src/integrations/stripe/sandbox/sandbox.js';
import { contract } from './contract.js';
import { startDatabase } from '../support/database.js';

export const MARCH = new Date('2026-03-01T00:00:00Z');

export interface Business {
  readonly sandbox: Sandbox;
  readonly stripe: Stripe;
  readonly database: Awaited<ReturnType<typeof startDatabase>>['database'];
  close(): Promise<void>;
}

/** A sandbox on an empty database, held at the first of March, with the real client in front. */
export async function aBusiness(settings: Partial<SandboxSettings> = {}): Promise<Business> {
  const store = await startDatabase();
  const wall = (): Date => new Date('2026-11-20T12:00:00Z');
  const sandbox = new Sandbox({ database: store.database, wall, seed: 'story', validate: contract(), ...settings });
  await sandbox.startAt(MARCH);
  return { sandbox, stripe: clientOf(sandbox), database: store.database, close: store.close };
}

export function clientOf(sandbox: Sandbox): Stripe {
  return new Stripe('sk_test_sandbox', {
    httpClient: Stripe.createFetchHttpClient(sandbox.fetch),
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** A customer whose card is good for whatever is asked of it. */
export async function aCustomer(stripe: Stripe, card = 'pm_card_visa'): Promise<{ id: string; method: string }> {
  const { id } = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada Ltd' });
  const { id: method } = await stripe.paymentMethods.attach(card, { customer: id });
  await stripe.customers.update(id, { invoice_settings: { default_payment_method: method } });
  return { id, method };
}

/** A price of so many cents a month, of a product of that name. */
export async function aPrice(
  stripe: Stripe,
  name: string,
  cents: number,
  interval: 'day' | 'week' | 'month' | 'year' = 'month',
): Promise<string> {
  const product = await stripe.products.create({ name });
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: cents,
    recurring: { interval },
  });
  return price.id;
}

export const at = (text: string): number => Date.parse(text) / 1000;
