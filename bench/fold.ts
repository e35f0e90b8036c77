import { BookingEngine, type StoreName } from './support/booking-engine.js';
import { EVENTS_OF_A_PAYMENT, eventsOfPayment } from './support/payment-events.js';

const PAYMENTS = 4_000;
const CUSTOMERS = 200;
const EVENTS = EVENTS_OF_A_PAYMENT * PAYMENTS;
const ROUNDS = 3;
const GOALS = { postgres: 2_000, pglite: 800 };

/** Events booked a second over many objects: mirrors, journals, domain events and inbox rows, by the program's own loops. */
export async function run() {
  const rows = [];
  for (const store of ['postgres', 'pglite'] as const) {
    for (let round = 1; round <= ROUNDS; round += 1) rows.push(await measured(store, round));
  }
  return { parameters: { payments: PAYMENTS, customers: CUSTOMERS, events: EVENTS }, seed: null, rows };
}

async function measured(store: StoreName, round: number) {
  const engine = await BookingEngine.on(store, 'fold');
  try {
    await engine.customers(CUSTOMERS);
    await engine.lay(Array.from({ length: PAYMENTS }, (_, n) => eventsOfPayment(n, CUSTOMERS)).flat());
    const seconds = await engine.fold();
    await engine.holds();
    const journals = await engine.count('select count(*) from ledger_journal');
    if (journals !== EVENTS) throw new Error(`${journals} journals of ${EVENTS} events.`);
    const perSecond = Math.round(EVENTS / seconds);
    const figures = { seconds: seconds.toFixed(2), 'events/s': perSecond };
    return { store, round, n: EVENTS, ...figures, goal: GOALS[store], met: perSecond >= GOALS[store] };
  } finally {
    await engine.close();
  }
}
