import type { ProviderEvent } from '../src/modules/webhooks/index.js';
import { BookingEngine, type StoreName } from './support/booking-engine.js';
import { event, eventsOfPayment } from './support/payment-events.js';

const ROUNDS = 3;
const GOALS = { postgres: 800, pglite: 500 };

/** One object everybody writes to: how fast its events are folded when each claim must see its whole history. */
export async function run() {
  const rows = [];
  for (const store of ['postgres', 'pglite'] as const) {
    for (const { name, events } of [refundedBitByBit(2_000), seatsOfOneSubscription(6_000)])
      for (let round = 1; round <= ROUNDS; round += 1) rows.push(await measured(store, name, events, round));
  }
  return { parameters: {}, seed: null, rows };
}

async function measured(store: StoreName, name: string, events: readonly ProviderEvent[], round: number) {
  const engine = await BookingEngine.on(store, 'hot');
  try {
    await engine.customers(1);
    await engine.lay(events);
    const seconds = await engine.fold();
    await engine.holds();
    const done = await engine.count(`select count(*) from webhooks_inbox where status = 'done'`);
    if (done !== events.length) throw new Error(`${done} of ${events.length} events were folded.`);
    const perSecond = Math.round(events.length / seconds);
    const figures = { seconds: seconds.toFixed(2), 'events/s': perSecond };
    return {
      store,
      object: name,
      round,
      n: events.length,
      ...figures,
      goal: GOALS[store],
      met: perSecond >= GOALS[store],
    };
  } finally {
    await engine.close();
  }
}

/** A payment given back a cent at a time: each refund is a fact with a journal of its own. */
function refundedBitByBit(refunds: number): { name: string; events: ProviderEvent[] } {
  const [intent, charge] = eventsOfPayment(9_000, 1) as [ProviderEvent, ProviderEvent];
  const paid = charge.data.object as unknown as { id: string; created: number; amount: number; payment_intent: string };
  const whole = { amount: refunds, amount_captured: refunds };
  const grown = [intent, charge].map((one) => ({ ...one, data: { object: { ...one.data.object, ...whole } } }));
  const given = Array.from({ length: refunds }, (_, n) =>
    event('refund.created', {
      id: `re_bench${n}`,
      object: 'refund',
      created: paid.created + 1 + n,
      livemode: false,
      metadata: {},
      amount: 1,
      currency: 'usd',
      charge: paid.id,
      payment_intent: paid.payment_intent,
      status: 'succeeded',
      reason: null,
      balance_transaction: null,
    }),
  );
  return { name: 'payment with refunds', events: [...grown, ...given] };
}

/** Seats that go up one by one, several within each second: every event is an edge of one chain. */
function seatsOfOneSubscription(changes: number): { name: string; events: ProviderEvent[] } {
  const created = 1_767_225_600;
  const at = (quantity: number) => {
    const price = {
      id: 'price_bench',
      product: 'prod_bench',
      unit_amount_decimal: '1000',
      recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
    };
    const period = { current_period_start: created, current_period_end: created + 2_678_400 };
    return { object: 'list', data: [{ id: 'si_bench', object: 'subscription_item', quantity, price, ...period }] };
  };
  const state = (quantity: number) => ({
    id: 'sub_bench',
    object: 'subscription',
    created,
    livemode: false,
    metadata: {},
    status: 'active',
    currency: 'usd',
    customer: 'cus_bench0',
    items: at(quantity),
    ...{ cancel_at: null, cancel_at_period_end: false, canceled_at: null, ended_at: null, trial_end: null },
    ...{ pause_collection: null, cancellation_details: null },
  });
  const events = Array.from({ length: changes }, (_, n): ProviderEvent => {
    const base = { id: `evt_seats${n}`, created: created + Math.floor(n / 3), livemode: false };
    if (n === 0) return { ...base, type: 'customer.subscription.created', data: { object: state(1) } };
    const data = { object: state(n + 1), previous_attributes: { items: at(n) } };
    return { ...base, type: 'customer.subscription.updated', data };
  });
  return { name: 'subscription with seats', events };
}
