import { Folds, Inbox, inOrder, type Claim, type Fold } from '../../src/modules/webhooks/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { signed } from '../webhooks/intake-app.js';

interface Told {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly object: { readonly object: string } };
}

/** A subscription whose seats go 1, 2, 3, 2 within one second, as the provider tells of it. */
async function told(): Promise<Told[]> {
  const bodies: string[] = [];
  const send = async (_url: string, { body }: { body: string }): Promise<number> => {
    bodies.push(body);
    return 200;
  };
  const app = await startApp({ sandbox: { send } });
  const customer = await app.stripe.customers.create({ email: 'seats@example.com' });
  const { id: payment_method } = await app.stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  const product = await app.stripe.products.create({ name: 'Starter' });
  const price = await app.stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 2900,
    recurring: { interval: 'month' },
  });
  const subscription = await app.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id, quantity: 1 }],
    default_payment_method: payment_method,
  });
  await app.sandbox.advance({ by: 'PT100S' });
  const [item] = subscription.items.data;
  for (const quantity of [2, 3, 2]) {
    await app.stripe.subscriptions.update(subscription.id, {
      items: [{ id: item?.id ?? '', quantity }],
      proration_behavior: 'none',
    });
  }
  await app.sandbox.deliver();
  await app.close();
  return bodies.map((body) => JSON.parse(body) as Told);
}

/** The books and the history as they stand after these events, each delivered twice. */
async function booksAfter(
  events: readonly Told[],
  prepare: (app: TestApp) => void = () => undefined,
): Promise<unknown> {
  const app = await startApp();
  try {
    prepare(app);
    for (const event of events) for (const again of [1, 2]) await deliver(app, event, again);
    await app.settle();
    return await booksOf(app);
  } finally {
    await app.close();
  }
}

async function booksOf(app: TestApp): Promise<unknown> {
  const versions = await app.database.query(
    `select v.seq, v.starts_at, v.state ->> 'status' as status, v.state -> 'items' -> 0 ->> 'quantity' as seats, v.arr_minor
     from billing_subscription_version v where v.superseded_at is null order by v.seq`,
  );
  const books = await app.database.query(
    `select j.rule, j.fact_id, e.account, sum(e.minor)::text as minor from ledger_journal j join ledger_entry e on e.journal_id = j.id
     group by 1, 2, 3 having sum(e.minor) <> 0 order by 1, 2, 3`,
  );
  const movements = await app.database.query(
    `select kind, effective_at, sum(delta_minor)::text as delta from analytics_mrr_movement group by 1, 2 having sum(delta_minor) <> 0 order by 1, 2`,
  );
  return { versions, books, movements };
}

async function deliver(app: TestApp, event: Told, again: number): Promise<void> {
  const body = JSON.stringify(event);
  const [secret = ''] = app.config.stripe.webhookSecrets;
  const signature = signed(Buffer.from(body), secret, app.sandbox.clock.wall());
  const headers = { 'stripe-signature': signature, 'content-type': 'application/json' };
  const response = await fetch(`${app.url}/webhooks/stripe`, { method: 'POST', body, headers });
  const { duplicate = false } = (await response.json()) as { duplicate?: boolean };
  expect([response.status, duplicate]).toEqual([200, again === 2]);
}

const PERMUTATIONS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

describe('the events of one second', () => {
  let before: Told[];
  let updates: Told[];
  let expected: unknown;

  beforeAll(async () => {
    const all = await told();
    updates = all.filter(({ type }) => type === 'customer.subscription.updated').slice(-3);
    before = all.filter((event) => !updates.includes(event));
    expected = await booksAfter([...before, ...updates]);
  }, 120_000);

  const arrival = (order: readonly number[]): Told[] => [...before, ...order.flatMap((place) => updates[place] ?? [])];

  it('end with the seats of the path that uses every change once', () => {
    expect(updates).toHaveLength(3);
    const { versions } = expected as { versions: { seats: string }[] };
    expect(versions.map(({ seats }) => seats).at(-1)).toBe('2');
  });

  it.each(PERMUTATIONS)('give the same books in the order %i %i %i, twice each', async (...order) => {
    expect(await booksAfter(arrival(order))).toEqual(expected);
  });

  it('give the same books when everything arrives backwards', async () => {
    expect(await booksAfter([...before, ...updates].toReversed())).toEqual(expected);
  });

  it('would not, were the last arrival believed', async () => {
    const naive = (app: TestApp): void => {
      const folds = app.nest.get(Folds, { strict: false });
      const real = folds.of('stripe:self:subscription:sub') as Fold;
      folds.register(lastArrivalWins(real, app.nest.get(Inbox, { strict: false })));
    };
    const outcomes = new Set<string>();
    for (const order of [PERMUTATIONS[0], PERMUTATIONS[1]])
      outcomes.add(JSON.stringify(await booksAfter(arrival(order), naive)));
    expect(outcomes.size).toBe(2);
  });
});

/** The broken twin: takes each event's snapshot for the state, in the order of arrival. */
function lastArrivalWins(real: Fold, inbox: Inbox): Fold {
  const flattened = async (claim: Claim): Promise<Claim> => {
    const known = (await inbox.histories([claim.objectKey])).get(claim.objectKey) ?? [];
    const bySeq = inOrder([...known, ...claim.pending]).toSorted((a, b) => Number(a.seq) - Number(b.seq));
    const last = bySeq.at(-1);
    if (!last) return claim;
    const { previous_attributes: _, ...data } = last.body.data;
    return {
      ...claim,
      pending: [
        { ...last, occurredAt: new Date(last.occurredAt.getTime() + Number(last.seq)), body: { ...last.body, data } },
      ],
    };
  };
  return {
    provider: real.provider,
    objects: ['subscription'],
    fold: async (claims) => real.fold(await Promise.all(claims.map(flattened))),
  };
}
