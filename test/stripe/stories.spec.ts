import { until } from '../support/until.js';
import { startEngine, type Engine, type Json } from './support/engine.js';

const DAY = 86_400;
const PATIENCE = 90_000;
const now = Math.floor(Date.now() / 1000);
/** Around all that happens in these stories, on any clock. */
const SPAN = { from: new Date((now - 60) * 1000), until: new Date((now + 9 * DAY) * 1000) };

describe('the engine on Stripe itself', () => {
  let engine: Engine;
  /** Stripe's ids of the two customers. */
  let buyer = '';
  let subscriber = '';

  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine.close());

  /** Events come into Stripe's list a little after what they tell of. */
  const untilTold = (holds: () => Promise<boolean>, by = engine): Promise<void> =>
    until(async () => {
      await by.catchUp(SPAN);
      return holds();
    }, PATIENCE);

  it('takes a payment, gives a part of it back, and hears of both as it would have by webhook', async () => {
    const customer = await engine.post('/revenue/customers', { email: 'ada@example.com', name: 'Ada Ltd' });
    buyer = String(customer['stripe_customer_id']);
    await engine.post(`/revenue/customers/${buyer}/payment-methods`, { payment_method_id: 'pm_card_visa' });
    const paid = await engine.post('/revenue/payments', { customer_id: buyer, amount: 97, currency: 'usd' });
    expect(paid).toMatchObject({ status: 'succeeded', amount: 97 });
    await engine.post(`/revenue/payments/${String(paid['id'])}/refunds`, { amount: 20 });

    await untilTold(async () => (await told(engine)).has('charge.refunded'));
    expect(await paymentsOf(engine, buyer)).toMatchObject([{ amount: 97, amount_refunded: 20 }]);
    expect([...(await told(engine))]).toEqual(expect.arrayContaining(['customer.created', 'payment_intent.succeeded']));
    await expectBooks(engine);
  });

  it('takes a subscription out of its trial and bills it, on the time of a test clock', async () => {
    const { stripe } = engine;
    // From now on: the answers our own calls get are dated by this machine, and what follows on the clock must be later.
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: now, name: 'a trial' });
    subscriber = (await stripe.customers.create({ email: 'grace@example.com', test_clock: clock.id })).id;
    await untilTold(() => knows(engine, subscriber));
    await engine.post(`/revenue/customers/${subscriber}/payment-methods`, { payment_method_id: 'pm_card_visa' });
    const product = await engine.post('/revenue/products', { name: 'Professional' });
    const price = { product_id: product['id'], amount: 99, currency: 'usd', interval: 'month' };
    const { id: price_id } = await engine.post('/revenue/prices', price);
    const subscribed = { customer_id: subscriber, price_id, trial_days: 7 };
    const { id } = await engine.post('/revenue/subscriptions', subscribed);
    expect(await engine.get(`/revenue/subscriptions/${String(id)}`)).toMatchObject({ status: 'trialing' });

    await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: now + 7 * DAY + 2 * 3_600 });
    await until(async () => (await stripe.testHelpers.testClocks.retrieve(clock.id)).status === 'ready', PATIENCE);
    await untilTold(async () => {
      const { status } = await engine.get(`/revenue/subscriptions/${String(id)}`);
      return status === 'active' && (await paymentsOf(engine, subscriber)).length > 0;
    });
    expect(await paymentsOf(engine, subscriber)).toMatchObject([{ amount: 99, status: 'succeeded' }]);
    await expectBooks(engine);
  });

  it('comes to the same from the list of events alone, in an installation that was not there', async () => {
    const late = await startEngine();
    try {
      await untilTold(async () => (await knows(late, buyer)) && (await knows(late, subscriber)), late);
      expect(await paymentsOf(late, buyer)).toMatchObject([{ amount: 97, amount_refunded: 20 }]);
      expect(await paymentsOf(late, subscriber)).toMatchObject([{ amount: 99, status: 'succeeded' }]);
      const { data } = (await late.get('/webhooks/inbox?limit=100')) as { data: Json[] };
      const sources = new Set(data.map(({ source }) => source));
      expect(sources).toContain('backfill');
      expect([...sources].filter((source) => source === 'webhook' || source === 'api')).toEqual([]);
      await expectBooks(late);
    } finally {
      await late.close();
    }
  });
});

async function paymentsOf(engine: Engine, customer: string): Promise<Json[]> {
  const { id } = await engine.get(`/revenue/customers/${customer}`);
  return (await engine.get(`/revenue/payments?customer_id=${String(id)}`))['data'] as Json[];
}

async function knows(engine: Engine, customer: string): Promise<boolean> {
  return engine.get(`/revenue/customers/${customer}`).then(
    () => true,
    () => false,
  );
}

/** What was heard of by asking for the list. */
async function told(engine: Engine): Promise<Set<string>> {
  const { data } = (await engine.get('/webhooks/inbox?limit=100&source=backfill')) as { data: Json[] };
  return new Set(data.map(({ type }) => String(type)));
}

/** Debits and credits are equal in every currency, and something was booked. */
async function expectBooks(engine: Engine): Promise<void> {
  const { totals } = (await engine.get('/ledger/trial-balance')) as { totals: { amount: number }[] };
  expect(totals.length).toBeGreaterThan(0);
  expect(totals.every(({ amount }) => amount === 0)).toBe(true);
}
