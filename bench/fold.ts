import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../src/app.js';
import { Customers, ProviderLinks } from '../src/modules/customers/index.js';
import { Inbox, InboxLoops, type ProviderEvent } from '../src/modules/webhooks/index.js';
import { loadConfig } from '../src/platform/config/load-config.js';
import { Database } from '../src/platform/database/database.js';
import type { DatabaseSettings } from '../src/platform/database/orm-options.js';
import { Proofs } from '../src/platform/ops/proofs.js';
import { freshBenchDatabase } from './support/fresh-database.js';

const PAYMENTS = 4_000;
const CUSTOMERS = 200;
/** Of each payment: the intent, its charge, the balance transaction. */
const EVENTS = 3 * PAYMENTS;
const ROUNDS = 3;
const GOALS = { postgres: 1_500, pglite: 800 };

/** Events booked a second over many objects: mirrors, journals, domain events and inbox rows, by the program's own loops. */
export async function run() {
  const rows = [];
  for (const store of ['postgres', 'pglite'] as const) {
    for (let round = 1; round <= ROUNDS; round += 1) rows.push(await measured(store, round));
  }
  return { parameters: { payments: PAYMENTS, customers: CUSTOMERS, events: EVENTS }, seed: null, rows };
}

async function measured(store: 'postgres' | 'pglite', round: number) {
  const { settings, drop } = store === 'postgres' ? await freshBenchDatabase('revenue_bench_fold') : embedded();
  const app = await start(settings);
  try {
    await prepare(app);
    const seconds = await fold(app);
    const perSecond = Math.round(EVENTS / seconds);
    return {
      store,
      round,
      n: EVENTS,
      seconds: seconds.toFixed(2),
      'events/s': perSecond,
      goal: GOALS[store],
      met: perSecond >= GOALS[store],
    };
  } finally {
    await app.close();
    await drop();
  }
}

function embedded(): { settings: DatabaseSettings; drop: () => Promise<void> } {
  return { settings: { pool: 1 }, drop: async () => undefined };
}

async function start(database: DatabaseSettings): Promise<NestFastifyApplication> {
  const env = { NODE_ENV: 'test', REVENUE_DATA_FOLDER: 'memory', LOG_LEVEL: 'silent', REVENUE_WORKER_CONCURRENCY: '4' };
  const config = loadConfig({ ...env, ...(database.url ? { DATABASE_URL: database.url } : {}) });
  const app = await createApp({ config, database, migrate: true, backOffice: false });
  await app.init();
  return app;
}

async function prepare(app: NestFastifyApplication): Promise<void> {
  const customers = app.get(Customers, { strict: false });
  const links = app.get(ProviderLinks, { strict: false });
  for (let n = 0; n < CUSTOMERS; n += 1) {
    const { id } = await customers.register({ email: `bench${n}@example.com` });
    await links.link(id, 'stripe', 'self', `cus_bench${n}`);
  }
  const inbox = app.get(Inbox, { strict: false });
  const all = Array.from({ length: PAYMENTS }, (_, n) => eventsOf(n)).flat();
  for (let from = 0; from < all.length; from += 600) {
    const batch = all
      .slice(from, from + 600)
      .map((body) => ({ source: 'backfill' as const, externalId: body.id, body }));
    await app.get(Database).transaction(() => inbox.record(batch));
  }
}

/** From the first claim to the last row done, by as many loops as the installation runs. */
async function fold(app: NestFastifyApplication): Promise<number> {
  const stop = new AbortController();
  const started = performance.now();
  const loops = app.get(InboxLoops, { strict: false }).run(stop.signal);
  while ((await pending(app)) > 0) await pause(50);
  const seconds = (performance.now() - started) / 1000;
  stop.abort();
  await loops;
  await holds(app);
  return seconds;
}

async function pending(app: NestFastifyApplication): Promise<number> {
  const [row] = await app
    .get(Database)
    .query<{ count: string }>(`select count(*) from webhooks_inbox where status in ('pending', 'waiting')`);
  return Number(row?.count);
}

/** A fast fold that books wrongly is no result. */
async function holds(app: NestFastifyApplication): Promise<void> {
  const [row] = await app.get(Database).query<{ journals: string }>('select count(*) as journals from ledger_journal');
  if (Number(row?.journals) !== EVENTS) throw new Error(`${row?.journals} journals of ${EVENTS} events.`);
  const failed = (await app.get(Proofs).run(['P1', 'P3'])).filter(({ ok }) => !ok);
  if (failed.length > 0) throw new Error(`Proofs fail: ${JSON.stringify(failed)}`);
}

function eventsOf(n: number): ProviderEvent[] {
  const created = 1_767_225_600 + n;
  const common = { created, livemode: false, metadata: { re_kind: 'one_time' } };
  const [intent, charge, transaction] = [`pi_bench${n}`, `ch_bench${n}`, `txn_bench${n}`];
  const customer = `cus_bench${n % CUSTOMERS}`;
  const amount = 1_000 + (n % 9_000);
  return [
    event('payment_intent.succeeded', {
      id: intent,
      object: 'payment_intent',
      ...common,
      amount,
      currency: 'usd',
      customer,
      status: 'succeeded',
      description: 'Bench',
      last_payment_error: null,
    }),
    event('charge.succeeded', {
      id: charge,
      object: 'charge',
      ...common,
      amount,
      amount_captured: amount,
      amount_refunded: 0,
      captured: true,
      currency: 'usd',
      customer,
      payment_intent: intent,
      status: 'succeeded',
      balance_transaction: transaction,
      failure_code: null,
      description: null,
      payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } },
    }),
    event('balance_transaction.observed', {
      id: transaction,
      object: 'balance_transaction',
      ...common,
      type: 'charge',
      amount,
      fee: 59,
      net: amount - 59,
      currency: 'usd',
      source: charge,
      fee_details: [{ amount: 59, type: 'stripe_fee' }],
      available_on: created,
    }),
  ];
}

function event(type: string, object: ProviderEvent['data']['object'] & { id: string; created: number }): ProviderEvent {
  return { id: `evt_${type}_${object.id}`, type, created: object.created, livemode: false, data: { object } };
}
