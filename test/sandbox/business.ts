import { Stripe } from 'stripe';
import { Sandbox, type SandboxSettings } from '../../src/integrations/stripe/sandbox/sandbox.js';
import { contract } from '../support/contract.js';
import type { Database } from '../../src/platform/database/database.js';
import { startDatabase, type TestDatabase } from '../support/database.js';

/** The machine's time in these stories: it stands still, so that equal calls make equal bytes. */
export const WALL = new Date('2026-11-20T12:00:00Z');

export const MARCH = new Date('2026-03-01T00:00:00Z');

export interface Business {
  readonly sandbox: Sandbox;
  readonly stripe: Stripe;
  readonly database: Database;
}

let store: Promise<TestDatabase> | undefined;
afterAll(async () => (await store)?.close());

/** A sandbox that knows nothing yet, held at the first of March, with the real client in front. One database a file. */
export async function aBusiness(settings: Partial<SandboxSettings> = {}): Promise<Business> {
  store ??= startDatabase();
  const { database } = await store;
  for (const table of ['state', 'object', 'event', 'delivery', 'idempotency', 'due']) {
    await database.query(`delete from stripe_sandbox.${table}`);
  }
  const sandbox = new Sandbox({ database, wall: () => WALL, seed: 'story', validate: contract(), ...settings });
  await sandbox.startAt(MARCH);
  return { sandbox, stripe: clientOf(sandbox), database };
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

/** Everything told since the beginning, oldest first; the list over the API goes back 30 days. */
export async function toldOf({ database }: Business): Promise<Stripe.Event[]> {
  const rows = await database.query<{ body: string }>('select body from stripe_sandbox.event order by seq');
  return rows.map(({ body }) => JSON.parse(body) as Stripe.Event);
}

export const at = (text: string): number => Date.parse(text) / 1000;

/** Always true of the account: what it holds is the sum of its movements, pending and available apart. */
export async function expectBalance(stripe: Stripe): Promise<void> {
  const sums = { available: 0, pending: 0 };
  for await (const { net, status } of stripe.balanceTransactions.list({ limit: 100 })) {
    sums[status === 'available' ? 'available' : 'pending'] += net;
  }
  const { available, pending } = await stripe.balance.retrieve();
  expect({ available: available[0]?.amount, pending: pending[0]?.amount }).toEqual(sums);
}
