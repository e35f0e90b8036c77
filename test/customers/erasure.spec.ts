import { randomUUID } from 'node:crypto';
import { hours } from '../../src/kernel/clock.js';
import { FrozenClock } from '../../src/kernel/clock.js';
import { Bodies } from '../../src/modules/webhooks/inbox/bodies.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { shadowReplay } from '../../src/cli/shadow/shadow-replay.js';
import { Business } from '../billing/business.js';
import { startApp, type TestApp } from '../support/app.js';
import { tracesOf } from './traces.js';

/** Unique words planted wherever something personal can be said. */
const CANARY = `canary${randomUUID().slice(0, 8)}`;
const PERSON = { email: `${CANARY}@example.com`, name: `Ada ${CANARY}`, metadata: { crm: `${CANARY}-42` } };

describe('a person who is forgotten', () => {
  let app: TestApp;
  let business: Business;
  let customer: string;
  let payment: string;
  let ahead = 0;
  let approver: Record<string, string>;

  beforeAll(async () => {
    const start = Date.now();
    app = await startApp({ machine: new FrozenClock(new Date(), () => new Date(start + ahead)) });
    approver = { authorization: `Bearer ${await app.key('customers:erase', 'customers:read')}` };
    business = new Business(app);
    ({ id: customer } = await business.post('/customers', PERSON));
    await business.post(`/customers/${customer}/payment-methods`, { payment_method_id: 'pm_card_visa' });
    ({ id: payment } = await business.post('/payments', {
      customer_id: customer,
      amount: 97,
      currency: 'usd',
      description: `For ${PERSON.email}`,
      metadata: { note: CANARY },
    }));
    await business.post(`/payments/${payment}/refunds`, { amount: 20 });
    await app.settle();
  });
  afterAll(() => app.close());

  const erasure = (reason = 'asked for by mail') =>
    app.post(`/api/v1/revenue/customers/${customer}/erasure`, { reason });
  const request = (id: string) => business.get(`/revenue/data-requests/${id}`);
  const balances = () =>
    app.database.query(
      'select account, currency, sum(minor)::text as minor from ledger_entry group by 1, 2 order by 1, 2',
    );

  const found = (word = CANARY) => tracesOf(word, app.database, app.nest.get(Bodies, { strict: false }));

  async function forgotten(): Promise<string> {
    const { id } = (await (await erasure()).json()) as { id: string };
    await app.post(`/api/v1/revenue/data-requests/${id}/approval`, {}, approver);
    await app.settle();
    return id;
  }

  it('is asked for by one and approved by another', async () => {
    const asked = await erasure();
    const { id } = (await asked.json()) as { id: string };
    expect(asked.status).toBe(202);

    const own = await app.post(`/api/v1/revenue/data-requests/${id}/approval`);
    expect([own.status, ((await own.json()) as { code: string }).code]).toEqual([
      403,
      'customers/second-person-needed',
    ]);
    const refused = await app.post(`/api/v1/revenue/data-requests/${id}/refusal`, {}, approver);
    expect(await refused.json()).toMatchObject({ state: 'refused' });
    expect(await business.get(`/revenue/customers/${customer}`)).toMatchObject({ name: PERSON.name });
  });

  it('waits at the provider for what is still open, though nobody can read them any more', async () => {
    const price = await business.price(29);
    const subscription = await business.subscription(customer, price);
    const why = { at: 'period_end', reason: `Too dear, says ${CANARY}` };
    await business.put(`/subscriptions/${subscription.id}/cancellation`, why);
    await app.settle();
    expect(await found()).toEqual(expect.arrayContaining(['billing_intent', 'bodies']));

    const id = await forgotten();
    expect(await request(id)).toMatchObject({ state: 'running', waits_for: 'live_subscription' });
    expect(await business.get(`/revenue/customers/${customer}`)).toMatchObject({
      name: null,
      email: null,
      metadata: {},
    });

    await app.advance({ by: 'P10D' });
    await app.stripe.subscriptions.cancel(String(subscription['provider_id']));
    ahead += hours(2);
    await app.settle();
    expect(await request(id)).toMatchObject({
      state: 'done',
      waits_for: null,
      evidence: [
        { part: 'customers', addresses: 1, keys: 1 },
        { part: 'webhooks', bodies: expect.any(Number) },
        { part: 'billing', provider: 'deleted', calls: expect.any(Number) },
      ],
    });
  });

  it('is nowhere any more, and the books are as they were', async () => {
    const before = await balances();
    expect(await found()).toEqual([]);

    const proofs = await app.nest.get(Proofs).run();
    expect(proofs.filter(({ ok }) => !ok)).toEqual([]);
    expect(before.length).toBeGreaterThan(3);
    await app.database.query(`update webhooks_inbox set status = 'pending', attempts = 0 where status = 'done'`);
    await app.settle();
    expect(await balances()).toEqual(before);
    expect(await found()).toEqual([]);
  });

  it('would be found in a body that was left as it came: the check above can fail', async () => {
    const bodies = app.nest.get(Bodies, { strict: false });
    const [row] = await app.database.query<{ seq: string; id: string; body: Buffer }>(
      'select i.seq, i.id, b.body from webhooks_body b join webhooks_inbox i using (seq) order by seq limit 1',
    );
    const { seq, id, body } = row as { seq: string; id: string; body: Buffer };
    await app.database.query('update webhooks_body set body = $2 where seq = $1', [
      seq,
      bodies.seal(id, Buffer.from(JSON.stringify({ name: `${CANARY} left` }))),
    ]);
    expect(await found(`${CANARY} left`)).toEqual(['bodies']);
    await app.database.query('update webhooks_body set body = $2 where seq = $1', [seq, body]);
  });

  it('folds to the same rows from the bodies that are left', async () => {
    const { tables } = await shadowReplay(app.nest, {});
    expect(tables.filter(({ differences }) => differences.length > 0)).toEqual([]);
  }, 60_000);

  it('is not brought back by a late event', async () => {
    await app.stripe.customers.create({ email: PERSON.email, name: PERSON.name });
    await app.settle();
    expect(await found()).toEqual([]);
    const page = (await business.get(`/revenue/customers?email=${encodeURIComponent(PERSON.email)}`)) as unknown as {
      data: object[];
    };
    expect(page.data).toEqual([]);
  });

  it('cannot be changed, and asking again says so', async () => {
    const change = await app.send('PATCH', `/api/v1/revenue/customers/${customer}`, { name: 'Again' });
    expect([change.status, ((await change.json()) as { code: string }).code]).toEqual([409, 'customers/erased']);
    expect((await erasure()).status).toBe(409);
  });

  it('may come back by their own wish, as somebody new', async () => {
    const { id } = await business.post('/customers', PERSON);
    await app.settle();
    expect(id).not.toBe(customer);
    expect(await business.get(`/revenue/customers/${id}`)).toMatchObject({ email: PERSON.email, name: PERSON.name });
  });
});
