import { isDeepStrictEqual } from 'node:util';
import type { Stripe } from 'stripe';
import { EVERYTHING } from './asking/everything.js';
import { aBusiness, aCustomer, aPrice, type Business } from './business.js';

type Json = Record<string, unknown>;

interface Told {
  type: string;
  data: { object: Json; previous_attributes?: Json };
}

let business: Business;
let stripe: Stripe;

/** Everything that can be asked, and half a year with what changes of itself. */
beforeAll(async () => {
  business = await aBusiness();
  stripe = business.stripe;
  for (const [, ask] of EVERYTHING) await ask({ stripe, sandbox: business.sandbox });
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

/** What there is of each kind that is told of at all. */
async function kept(): Promise<Map<string, Json>> {
  const rows = await business.database.query<{ id: string; data: string }>(
    `select id, data::text as data from stripe_sandbox.object where type = any($1::text[])`,
    [[...kindsOf(await told())]],
  );
  return new Map(rows.map(({ id, data }) => [id, JSON.parse(data) as Json]));
}

const kindsOf = (events: readonly Told[]): Set<string> =>
  new Set(events.map(({ data }) => String(data.object['object'])));

/** The state that the last word on each object gives; of what was deleted only that it was. */
function folded(events: readonly Told[]): Map<string, Json> {
  const state = new Map<string, Json>();
  for (const { type, data } of events) {
    const isGone = type.endsWith('.deleted') && type !== 'customer.subscription.deleted';
    state.set(String(data.object['id']), isGone ? { deleted: true } : data.object);
  }
  return state;
}

/** Kinds of which the provider has no word for each change, so that nobody can rebuild them from events. */
const UNTOLD: Readonly<Record<string, string>> = {
  account: 'of one that leaves, only the program it has shut out is shown',
  invoice_payment: 'told when it is paid, neither before nor when it is no longer wanted',
  invoiceitem: 'told when it is made and deleted; the invoice that takes it tells that',
  payment_method: 'told once it belongs to somebody, and a card that pays once without a customer never does',
};

/** The objects that differ from what was told of them, by kind. */
function differing(objects: ReadonlyMap<string, Json>, state: ReadonlyMap<string, Json>): Map<string, string[]> {
  const kinds = new Map<string, string[]>();
  for (const [id, object] of objects) {
    const is = object['deleted'] ? { deleted: true } : object;
    if (isDeepStrictEqual(state.get(id), is)) continue;
    const kind = String(object['object']);
    kinds.set(kind, [...(kinds.get(kind) ?? []), id]);
  }
  return kinds;
}

it('tell the whole state: folding them from nothing gives what is kept of every kind', async () => {
  const objects = await kept();
  const kinds = new Set([...objects.values()].map(({ object }) => object));

  expect(objects.size).toBeGreaterThan(150);
  expect(kinds.size).toBeGreaterThan(25);
  const differs = differing(objects, folded(await told()));
  expect([...differs.keys()].toSorted()).toEqual(Object.keys(UNTOLD).toSorted());
});

it('would not, were one of them missing', async () => {
  const events = await told();
  const lastOnSubscription = events.findLastIndex(({ type }) => type === 'customer.subscription.updated');
  const state = folded(events.toSpliced(lastOnSubscription, 1));

  expect(differing(await kept(), state).get('subscription')).toHaveLength(1);
});

/** A refund's change is told under two names. */
const OLDER_NAME = 'charge.refund.updated';

it('chain: what an update says was before is what was told before', async () => {
  const state = new Map<string, Json>();
  let edges = 0;
  for (const { type, data } of await told()) {
    const id = String(data.object['id']);
    const before = state.get(id);
    if (type === OLDER_NAME) continue;
    if (data.previous_attributes) {
      edges += 1;
      expect(type).toMatch(/\.updated$/);
      // Nothing tells that an account was made: it is somebody else's.
      const isFirstWord = before === undefined && data.object['object'] === 'account';
      if (!isFirstWord) expect(before).toEqual(merged(data.object, data.previous_attributes));
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
    else if (was === null && (within === 'metadata' || LATE.has(`${String(object['object'])}.${key}`)))
      delete before[key];
    else before[key] = was;
  }
  return before;
}

/** Keys that come into being later than their object; all others are null before they have a value. */
const LATE = new Set(['invoice.status_details', 'refund.failure_reason', 'refund.failure_balance_transaction']);

function isHash(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
