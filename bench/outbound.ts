import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../src/app.js';
import { Endpoints } from '../src/modules/webhooks/outbound/endpoint.service.js';
import { loadConfig } from '../src/platform/config/load-config.js';
import { Database } from '../src/platform/database/database.js';
import { Outbox } from '../src/platform/events/outbox.js';
import { Worker } from '../src/worker.js';
import { freshBenchDatabase } from './support/fresh-database.js';

const ENDPOINTS = 20;
const FLOOD = 500;
const STEADY = { perSecond: 26, seconds: 15 };
const GOALS = { perSecond: 500, p95: 2_000 };

/** Our events to twenty endpoints, one of which takes connections and never answers: how many a second, how late the others are. */
export async function run() {
  const { settings, drop } = await freshBenchDatabase('revenue_bench_outbound');
  const env = {
    NODE_ENV: 'test',
    REVENUE_DATA_FOLDER: 'memory',
    LOG_LEVEL: 'silent',
    DATABASE_URL: settings.url ?? '',
  };
  const config = loadConfig(env);
  const app = await createApp({ config, database: settings, migrate: true, backOffice: false });
  await app.init();
  const [living, dead] = [await listening((response) => response.end()), await listening(() => undefined)];
  const stop = new AbortController();
  const work = app.get(Worker, { strict: false }).run(stop.signal);
  try {
    const endpoints = app.get(Endpoints, { strict: false });
    for (let n = 0; n < ENDPOINTS; n += 1) await endpoints.create(settingsOf(n === 0 ? dead : living, n));
    return { parameters: { endpoints: ENDPOINTS, dead: 1 }, seed: null, rows: [await flood(app), await steady(app)] };
  } finally {
    stop.abort();
    for (const server of [living, dead]) server.closeAllConnections();
    await work;
    for (const server of [living, dead]) server.close();
    await app.close();
    await drop();
  }
}

async function flood(app: NestFastifyApplication) {
  const started = performance.now();
  for (let n = 0; n < FLOOD; n += 50) await happen(app, 50);
  const deliveries = await taken(app, FLOOD * (ENDPOINTS - 1));
  const perSecond = Math.round((deliveries / (performance.now() - started)) * 1_000);
  return {
    name: 'all at once',
    n: deliveries,
    'deliveries/s': perSecond,
    goal: `>= ${GOALS.perSecond}`,
    met: perSecond >= GOALS.perSecond,
  };
}

async function steady(app: NestFastifyApplication) {
  const { perSecond, seconds } = STEADY;
  for (let n = 0; n < perSecond * seconds; n += 1) {
    await happen(app, 1);
    await pause(1_000 / perSecond);
  }
  const events = FLOOD + perSecond * seconds;
  await taken(app, events * (ENDPOINTS - 1));
  const late = await app.get(Database).query<{ ms: number }>(LATE, [perSecond * seconds]);
  const p95 = Math.round(late[Math.floor(late.length * 0.95)]?.ms ?? Infinity);
  return { name: 'steadily, p95 ms', n: late.length, p95, goal: `<= ${GOALS.p95}`, met: p95 <= GOALS.p95 };
}

/** From recorded to answered, of the last so many events. */
const LATE = `
  select (extract(epoch from a.at - e.recorded_at) * 1000 + a.ms)::float8 as ms
  from (select id, recorded_at from platform_event order by seq desc limit $1) e
  join webhooks_delivery d on d.event_id = e.id and d.status = 'succeeded'
  join webhooks_attempt a on a.delivery_id = d.id order by ms`;

async function happen(app: NestFastifyApplication, count: number): Promise<void> {
  const data = { customerId: randomUUID(), minor: 9_700, currency: 'usd', description: 'Bench' };
  const events = Array.from({ length: count }, randomUUID).map((paymentId) => ({
    type: 'billing.payment.captured',
    subject: `payment:${paymentId}`,
    data: { paymentId, ...data },
  }));
  await app.get(Database).transaction(() => app.get(Outbox).record(...events));
}

async function taken(app: NestFastifyApplication, count: number): Promise<number> {
  for (;;) {
    const [row] = await app
      .get(Database)
      .query<{ n: string }>(`select count(*)::text as n from webhooks_delivery where status = 'succeeded'`);
    if (Number(row?.n) >= count) return Number(row?.n);
    await pause(100);
  }
}

function settingsOf(server: Server, n: number) {
  const url = `http://localhost:${(server.address() as AddressInfo).port}/${n}`;
  return {
    url,
    description: null,
    event_types: ['billing.*'],
    ordering: 'none',
    payload: 'full',
    per_second: null,
  } as const;
}

async function listening(answer: (response: { end(): unknown }) => unknown): Promise<Server> {
  const server = createServer((request, response) => request.resume().once('end', () => answer(response)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
