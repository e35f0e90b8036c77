import { BookingEngine } from './support/booking-engine.js';
import { EVENTS_OF_A_PAYMENT, eventsOfPayment } from './support/payment-events.js';

const CUSTOMERS = 200;
const PAYMENTS = 4_000;
const GOAL = 1_000;

/** Everything there is folded once more into an empty store and compared: events a second, and that nothing differs. */
export async function run() {
  const engine = await BookingEngine.on('postgres', 'shadow');
  try {
    await engine.customers(CUSTOMERS);
    await engine.lay(Array.from({ length: PAYMENTS }, (_, n) => eventsOfPayment(n, CUSTOMERS)).flat());
    await engine.fold();
    const { events, seconds, differing } = await engine.shadow();
    if (differing.length > 0) throw new Error(`What was rebuilt differs: ${differing.join(', ')}`);
    const perSecond = Math.round(events / seconds);
    const row = { name: 'shadow', n: events, seconds: seconds.toFixed(1), 'events/s': perSecond };
    return {
      parameters: { payments: PAYMENTS, customers: CUSTOMERS, events: EVENTS_OF_A_PAYMENT * PAYMENTS },
      seed: null,
      rows: [{ ...row, goal: `>= ${GOAL}`, met: perSecond >= GOAL }],
    };
  } finally {
    await engine.close();
  }
}
