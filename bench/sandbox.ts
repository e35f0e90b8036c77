import { MikroORM, type EntitySchema } from '@mikro-orm/core';
import { Stripe } from 'stripe';
import { Sandbox } from '../src/integrations/stripe/sandbox/sandbox.js';
import { Database } from '../src/platform/database/database.js';
import { ormOptions } from '../src/platform/database/orm-options.js';
import { eventsEntities } from '../src/platform/events/events.entities.js';
import { freshStore, type StoreName } from './support/fresh-database.js';

const ROUNDS = 3;
const MARCH = new Date('2026-03-01T00:00:00Z');
/** Seconds are the goal. */
const LIVES = [
  { what: 'a year of nothing', time: 'P1Y', subscriptions: 0, goal: 1 },
  { what: '14 months of one subscription', time: 'P14M', subscriptions: 1, goal: 2 },
  { what: '12 months of 150 subscriptions', time: 'P1Y', subscriptions: 150, goal: 20 },
] as const;

/** How fast the sandbox lives: years of an empty business, of one subscription and of a small one. */
export async function run() {
  const rows = [];
  for (const store of ['pglite', 'postgres'] as const) {
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const life of LIVES) rows.push(await measured(life, store, round));
    }
  }
  return { parameters: {}, seed: 'bench', rows };
}

async function measured({ what, time, subscriptions, goal }: (typeof LIVES)[number], store: StoreName, round: number) {
  const { settings, drop } = await freshStore(store, 'revenue_bench_sandbox');
  const orm = await MikroORM.init(await ormOptions(settings, eventsEntities as unknown as EntitySchema[]));
  try {
    await orm.migrator.up();
    const database = new Database(orm);
    const sandbox = new Sandbox({ database, wall: () => MARCH, seed: 'bench' });
    await sandbox.startAt(MARCH);
    await populate(sandbox, subscriptions);
    const started = performance.now();
    await sandbox.advance({ by: time });
    const seconds = (performance.now() - started) / 1000;
    const [row] = await database.query<{ n: string }>('select count(*)::text as n from stripe_sandbox.event');
    return {
      what,
      store,
      round,
      n: Number(row?.n),
      unit: 'events',
      seconds: seconds.toFixed(2),
      goal,
      met: seconds <= goal,
    };
  } finally {
    await orm.close(true);
    await drop();
  }
}

async function populate(sandbox: Sandbox, subscriptions: number): Promise<void> {
  if (subscriptions === 0) return;
  const httpClient = Stripe.createFetchHttpClient(sandbox.fetch);
  const stripe = new Stripe('sk_test_bench', { httpClient, telemetry: false });
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
