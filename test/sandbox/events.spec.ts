import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, aPrice, type Business } from './business.js';

type Json = Record<string, unknown>;

interface Told {
  type: string;
  data: { object: Json; previous_attributes?: Json };
}

let business: Business;
let stripe: Stripe;

/** Half a year with everything in it that changes state. */
beforeAll(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  const [starter, professional] = [await aPrice(stripe, 'Starter', 2900), await aPrice(stripe, 'Professional', 9900)];
  const subscribed = async (more: Partial<Stripe.SubscriptionCreateParams> = {}): Promise<Stripe.Subscription> => {
    const { id, method } = await aCustomer(stripe);
    const params = { customer: id, items: [{ price: starter }], default_payment_method: method, ...more };
    return stripe.subscriptions.create(params);
  };
  const [plain, trial, leaving, failing] = [
    await subscribed(),
    await subscribed({ trial_period_days: 14 }),
    await subscribed(),
    await subscribed(),
  ];
  await stripe.rawRequest('POST', '/_sandbox/outcomes', {
    method: failing.default_payment_method as string,
    outcomes: ['insufficient_funds', 'insufficient_funds'],
  });
  await business.sandbox.advance({ by: 'P40D' });
  await stripe.subscriptions.update(plain.id, {
    items: [{ id: plain.items.data[0]?.id ?? '', price: professional, quantity: 2 }],
    proration_behavior: 'always_invoice',
  });
  await stripe.subscriptions.update(trial.id, {
    pause_collection: { behavior: 'void' },
    metadata: { reason: 'holiday' },
  });
  await stripe.subscriptions.update(leaving.id, { cancel_at_period_end: true });
  const { data } = await stripe.charges.list({ customer: plain.customer as string });
  await stripe.refunds.create({ charge: data[0]?.id ?? '', amount: 700 });
  await business.sandbox.advance({ by: 'P3M' });
});

async function told(): Promise<Told[]> {
  const rows = await business.database.query<{ body: string }>('select body from stripe_sandbox.event order by seq');
  return rows.map(({ body }) => JSON.parse(body) as Told);
}

async function kept(): Promise<Map<string, Json>> {
  const rows = await business.database.query<{ id: string; data: string }>(
    `select id, data::text as data from stripe_sandbox.object
     where type in ('customer', 'subscription', 'invoice', 'charge', 'payment_intent', 'refund', 'product', 'price')`,
  );
  return new Map(rows.map(({ id, data }) => [id, JSON.parse(data) as Json]));
}

/** The state that the last word on each object gives. */
function folded(events: readonly Told[]): Map<string, Json> {
  const state = new Map<string, Json>();
  for (const { data } of events) state.set(String(data.object['id']), data.object);
  return state;
}

it('tell the whole state: folding them from nothing gives what is kept', async () => {
  const state = folded(await told());
  const objects = await kept();

  expect(objects.size).toBeGreaterThan(60);
  for (const [id, object] of objects) expect([id, state.get(id)]).toEqual([id, object]);
});

it('would not, were one of them missing', async () => {
  const events = await told();
  const lastOnSubscription = events.findLastIndex(({ type }) => type === 'customer.subscription.updated');
  const state = folded(events.toSpliced(lastOnSubscription, 1));

  const differs = [...(await kept())].filter(
    ([id, object]) => JSON.stringify(state.get(id)) !== JSON.stringify(object),
  );
  expect(differs).toHaveLength(1);
});

it('chain: what an update says was before is what was told before', async () => {
  const state = new Map<string, Json>();
  let edges = 0;
  for (const { type, data } of await told()) {
    const id = String(data.object['id']);
    const before = state.get(id);
    if (data.previous_attributes) {
      edges += 1;
      expect(type).toMatch(/\.updated$/);
      expect(before).toEqual(merged(data.object, data.previous_attributes));
      expect(Object.keys(data.previous_attributes)).not.toHaveLength(0);
    }
    state.set(id, data.object);
  }
  expect(edges).toBeGreaterThan(50);
});

/** Objects merge; arrays and everything else are whole. A key that was not there comes as null. */
function merged(object: Json, previous: Json, within = ''): Json {
  const before: Json = { ...object };
  for (const [key, was] of Object.entries(previous)) {
    const is = object[key];
    if (isHash(was) && isHash(is)) before[key] = merged(is, was, key);
    else if (was === null && (within === 'metadata' || LATE.has(key))) delete before[key];
    else before[key] = was;
  }
  return before;
}

/** Keys that come into being later than their object; all others are null before they have a value. */
const LATE = new Set(['status_details', 'failure_reason', 'failure_balance_transaction']);

function isHash(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
