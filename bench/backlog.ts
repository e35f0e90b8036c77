import { setTimeout as pause } from 'node:timers/promises';
import { BookingEngine } from './support/booking-engine.js';
import { EVENTS_OF_A_PAYMENT, eventsOfPayment } from './support/payment-events.js';

const CUSTOMERS = 200;
/** A hundred thousand events; fewer for a look at whether it works. */
const PAYMENTS = Number(process.env['BENCH_PAYMENTS'] ?? 33_334);
const EVENTS = EVENTS_OF_A_PAYMENT * PAYMENTS;
const LIVE_PER_SECOND = 20;
const MEGABYTE = 1024 * 1024;

/** Goals: how long a live event may take at the 95th percentile, and what the process may grow by after a quarter of it. */
const P95_MS = 2_000;
const GROWTH_MB = 100;

/** Three days of events at once: they are folded with flat memory while live ones go before them. */
export async function run() {
  const engine = await BookingEngine.on('postgres', 'backlog');
  try {
    await engine.customers(CUSTOMERS);
    await layBacklog(engine);
    const memory: number[] = [];
    let live = 0;
    const seconds = await engine.fold(async () => {
      await engine.lay(eventsOfPayment(1_000_000 + live, CUSTOMERS).slice(0, 1), 'api');
      live += 1;
      memory.push(process.memoryUsage().rss / MEGABYTE);
      await pause(1_000 / LIVE_PER_SECOND);
    });
    await engine.holds();
    return { parameters: { events: EVENTS, live }, seed: null, rows: await rowsOf(engine, seconds, live, memory) };
  } finally {
    await engine.close();
  }
}

async function layBacklog(engine: BookingEngine): Promise<void> {
  for (let from = 0; from < PAYMENTS; from += 1_000) {
    const count = Math.min(1_000, PAYMENTS - from);
    await engine.lay(Array.from({ length: count }, (_, n) => eventsOfPayment(from + n, CUSTOMERS)).flat());
  }
}

async function rowsOf(engine: BookingEngine, seconds: number, live: number, memory: readonly number[]) {
  const waited = await engine.query<{ ms: number }>(
    `select (extract(epoch from done_at - received_at) * 1000)::float8 as ms from webhooks_inbox
     where source = 'api' and status = 'done' order by ms`,
  );
  const p95 = Math.round(waited[Math.floor(waited.length * 0.95)]?.ms ?? Infinity);
  const quarter = Math.floor(memory.length / 4);
  const early = Math.max(...memory.slice(0, quarter));
  const growth = Math.round(Math.max(...memory.slice(quarter)) - early);
  return [
    { name: 'backlog', n: EVENTS, seconds: seconds.toFixed(1), 'events/s': Math.round(EVENTS / seconds) },
    { name: 'live events, p95 ms', n: live, p95, goal: `<= ${P95_MS}`, met: p95 <= P95_MS && waited.length === live },
    { name: 'memory, MB', early: Math.round(early), growth, goal: `grows <= ${GROWTH_MB}`, met: growth <= GROWTH_MB },
  ];
}
