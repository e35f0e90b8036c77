import { RangeReplays } from '../../src/modules/webhooks/inbox/range-replays.js';
import { shadowReplay } from '../../src/cli/shadow/shadow-replay.js';
import { Business } from '../billing/business.js';
import { freshStore } from '../support/database.js';
import { startApp, type TestApp } from '../support/app.js';

const FOLDED = [
  ...[
    'billing_subscription',
    'billing_invoice',
    'billing_payment',
    'billing_refund',
    'billing_dispute',
    'billing_payout',
  ],
  ...['ledger_entry', 'analytics_mrr_movement', 'analytics_money_fact', 'analytics_payment'],
];

describe('everything folded once more beside what stands', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
    const business = new Business(app);
    const price = await business.price(29);
    const customers = [await business.customer(), await business.customer()];
    const [kept, given] = [
      await business.subscription(customers[0] ?? '', price),
      await business.subscription(customers[1] ?? '', price, { quantity: 3 }),
    ];
    await app.settle();
    // Known from our own answers first, and within one second: what arrives later says the same again.
    await business.put(`/subscriptions/${kept.id}/plan`, { quantity: 2, proration: 'none' });
    await business.put(`/subscriptions/${given.id}/cancellation`, { at: 'now' });
    const { id } = await business.post('/payments', { customer_id: customers[0], amount: 97, currency: 'usd' });
    await app.settle();
    await business.post(`/payments/${id}/refunds`, { amount: 20 });
    const doubted = await business.customer('pm_card_createDispute');
    await business.post('/payments', { customer_id: doubted, amount: 99, currency: 'usd' });
    await app.advance({ by: 'PT2H' });
    const { data } = await app.stripe.disputes.list({ limit: 1 });
    await app.stripe.disputes.update(data[0]?.id ?? '', {
      evidence: { uncategorized_text: 'losing_evidence' },
      submit: true,
    });
    await app.advance({ by: 'P40D' });
    await app.stripe.payouts.create({ amount: 1_000, currency: 'usd' });
    await app.advance({ by: 'P5D' });
    await app.settle();
  });

  afterAll(() => app?.close());

  const differing = async (asked: object = {}) => {
    const { settings: into, drop } = await freshStore();
    const { events, tables } = await shadowReplay(app.nest, { ...asked, into });
    await drop();
    expect(events).toBeGreaterThan(20);
    expect(tables.filter(({ rows }) => rows > 0).map(({ table }) => table)).toEqual(expect.arrayContaining(FOLDED));
    return tables.filter(({ differences }) => differences.length > 0);
  };

  it('comes out the same, hash by hash', async () => {
    expect(await differing()).toEqual([]);
  });

  it('comes out the same whatever the order in which it came', async () => {
    expect(await differing({ shuffle: 7 })).toEqual([]);
  });

  it('stops at the instant it is told: what came later is not folded, and shows as missing', async () => {
    const [middle] = await app.database.query<{ at: string; before: string }>(
      `select at, (select count(*) from webhooks_inbox where received_at < at)::text as before
       from (select date_trunc('milliseconds', percentile_disc(0.5) within group (order by received_at)) as at
             from webhooks_inbox) m`,
    );
    const { events, tables } = await shadowReplay(app.nest, { until: new Date(middle?.at ?? '') });

    expect(events).toBe(Number(middle?.before));
    expect(events).toBeGreaterThan(0);
    const sales = tables.find(({ table }) => table === 'billing_invoice');
    expect(sales?.differences.length).toBeGreaterThan(0);
    expect(sales?.differences.filter(({ standing }) => standing === null)).toEqual([]);
  });

  it.each([
    { table: 'billing_refund', stands: '2001', rebuilt: '2000' },
    { table: 'billing_dispute', stands: '9901', rebuilt: '9900' },
    { table: 'billing_payout', stands: '1001', rebuilt: '1000' },
    { table: 'analytics_payment', stands: '9901', rebuilt: '9900' },
    { table: 'analytics_money_fact', stands: '9901', rebuilt: '9900' },
  ])('finds what was changed in $table by another hand, and shows both rows', async ({ table, stands, rebuilt }) => {
    await app.database.query(`alter table ${table} disable trigger user`);
    await app.database.query(`update ${table} set minor = minor + 1 where minor = ${rebuilt}`);
    const found = await differing();
    await app.database.query(`update ${table} set minor = minor - 1 where minor = ${stands}`);

    expect(found.map((one) => one.table)).toEqual([table]);
    expect(found[0]?.differences[0]).toMatchObject({
      standing: expect.stringContaining(stands),
      rebuilt: expect.stringContaining(rebuilt),
    });
  });
});

describe('a program stopped in the middle of its work', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  it('differs in nothing: what it told is heard first, what it has not folded is part of neither side', async () => {
    const business = new Business(app);
    const price = await business.price(29);
    await app.settle();
    await business.subscription(await business.customer(), price, { quantity: 2 });
    await app.sandbox.deliver();
    const { unfolded, tables } = await shadowReplay(app.nest, {});

    expect(unfolded).toBeGreaterThan(0);
    expect(tables.find(({ table }) => table === 'analytics_mrr_movement')).toMatchObject({ rows: 1, differences: [] });
    expect(tables.filter(({ differences }) => differences.length > 0)).toEqual([]);
  });

  it('leaves nothing out because it is just being replayed: what was folded stands, whatever becomes of it now', async () => {
    await app.settle();
    const asked = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z', status: ['done'] };
    expect((await app.post('/api/v1/webhooks/replays', asked)).status).toBe(201);
    const replayed = await app.nest.get(RangeReplays, { strict: false }).goOn();
    await app.database.query(
      `update webhooks_inbox set status = 'dead', last_error = 'it broke' where seq = (select max(seq) from webhooks_inbox)`,
    );
    const { events, unfolded, tables } = await shadowReplay(app.nest, {});
    await app.settle();

    expect(replayed).toBeGreaterThan(5);
    expect(events).toBeGreaterThanOrEqual(replayed);
    expect(unfolded).toBe(0);
    expect(tables.filter(({ differences }) => differences.length > 0)).toEqual([]);
  });
});
