import { MikroORM, type EntitySchema } from '@mikro-orm/core';
import { Stripe } from 'stripe';
import { Sandbox } from '../src/integrations/stripe/sandbox/sandbox.js';
import type { Api } from '../src/integrations/stripe/sandbox/simulation/company.js';
import { scenario } from '../src/integrations/stripe/sandbox/simulation/scenario.js';
import { Stage } from '../src/integrations/stripe/sandbox/simulation/stage.js';
import { Database } from '../src/platform/database/database.js';
import { ormOptions } from '../src/platform/database/orm-options.js';
import { eventsEntities } from '../src/platform/events/events.entities.js';
import { freshStore, type StoreName } from './support/fresh-database.js';

const ROUNDS = 3;
const SEED = 11;
const MARCH = new Date('2026-03-01T00:00:00Z');
/** Seconds are the goal. */
const LIVES = [
  { what: 'a year of nothing', time: 'P1Y', subscriptions: 0, goal: 1 },
  { what: '14 months of one subscription', time: 'P14M', subscriptions: 1, goal: 2 },
] as const;
const YEAR = { what: 'a year of 150 customers', customers: 150, months: 12, goal: 20 };

/** How fast the sandbox lives: years of an empty business, of one subscription, and of all that the buyers of a made-up business do. */
export async function run() {
  const rows = [];
  for (const store of ['pglite', 'postgres'] as const) {
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const life of LIVES) rows.push({ round, ...(await lived(life, store)) });
      rows.push({ round, ...(await played(store)) });
    }
  }
  return { parameters: YEAR, seed: SEED, rows };
}

async function lived({ what, time, subscriptions, goal }: (typeof LIVES)[number], store: StoreName) {
  const measured = await alone(store, MARCH, async (sandbox, stripe) => {
    await populate(stripe, subscriptions);
    return async () => sandbox.advance({ by: time });
  });
  return { what, store, ...measured, goal, met: measured.seconds <= goal };
}

/** The scenario with nobody behind the provider: what the company would do over the engine's API, its buyers do. */
async function played(store: StoreName) {
  const story = scenario(SEED, YEAR.customers, YEAR.months);
  const actions = story.actions
    .filter(({ kind }) => kind !== 'reprice')
    .map((action) => ('by' in action ? { ...action, by: 'buyer' as const } : action));
  const measured = await alone(store, new Date(story.from * 1000), async (sandbox, stripe) => {
    const world = {
      stripe,
      api: shopOf(stripe),
      advance: (to: Date) => sandbox.advance({ to }),
      settle: async () => undefined,
      say: (progress: string) => console.error(progress),
    };
    return async () => new Stage(world, { ...story, actions }).play();
  });
  return { what: YEAR.what, store, ...measured, goal: YEAR.goal, met: measured.seconds <= YEAR.goal };
}

/** Products and prices, which the company puts up itself. */
function shopOf(stripe: Stripe): Api {
  return async (_method, path, body = {}) => {
    const asked = body as Record<string, string>;
    if (path.endsWith('/products')) {
      const { id } = await stripe.products.create({ name: asked['name'] ?? '' });
      return { status: 201, body: { id } };
    }
    const { product_id: product, amount, currency = '', interval } = asked;
    const { id } = await stripe.prices.create({
      ...{ product: product ?? '', currency, recurring: { interval: interval as 'month' } },
      unit_amount: Math.round(Number(amount) * (currency === 'jpy' ? 1 : 100)),
    });
    return { status: 201, body: { provider_id: id } };
  };
}

/** How long something takes a sandbox that has nobody to tell, and of how many events. */
async function alone(
  store: StoreName,
  from: Date,
  prepare: (sandbox: Sandbox, stripe: Stripe) => Promise<() => Promise<void>>,
) {
  const { settings, drop } = await freshStore(store, 'revenue_bench_sandbox');
  const orm = await MikroORM.init(await ormOptions(settings, eventsEntities as unknown as EntitySchema[]));
  try {
    await orm.migrator.up();
    const database = new Database(orm);
    const sandbox = new Sandbox({ database, wall: () => from, seed: 'bench' });
    await sandbox.startAt(from);
    const httpClient = Stripe.createFetchHttpClient(sandbox.fetch);
    const act = await prepare(sandbox, new Stripe('sk_test_bench', { httpClient, telemetry: false }));
    const started = performance.now();
    await act();
    const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
    const [row] = await database.query<{ n: string }>('select count(*)::text as n from stripe_sandbox.event');
    return { n: Number(row?.n), unit: 'events', seconds };
  } finally {
    await orm.close(true);
    await drop();
  }
}

async function populate(stripe: Stripe, subscriptions: number): Promise<void> {
  if (subscriptions === 0) return;
  const product = await stripe.products.create({ name: 'Starter' });
  const recurring = { interval: 'month' as const };
  const price = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 2900, recurring });
  for (let n = 0; n < subscriptions; n += 1) {
    const { id: customer } = await stripe.customers.create({ name: `Customer ${n}` });
    const { id: method } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const items = [{ price: price.id }];
    await stripe.subscriptions.create({ customer, items, default_payment_method: method });
  }
}
