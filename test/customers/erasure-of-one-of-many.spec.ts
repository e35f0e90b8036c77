import { randomUUID } from 'node:crypto';
import { Erasing } from '../../src/modules/billing/erasure/erasing.service.js';
import { Redactions } from '../../src/modules/webhooks/index.js';
import { Folds } from '../../src/modules/webhooks/fold.js';
import { StoredBodies } from '../../src/modules/webhooks/inbox/stored-bodies.js';
import { WakeUps } from '../../src/platform/events/wake-ups.js';
import { SystemClock } from '../../src/kernel/clock.js';
import { Bodies } from '../../src/modules/webhooks/inbox/bodies.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { Business } from '../billing/business.js';
import { startApp, type TestApp } from '../support/app.js';

const CONFLICT = `
  insert into webhooks_conflict (id, inbox_id, first_sha256, second_sha256, headers, body, received_at)
  values ($1, $2, '', '', '{}', $3, now() - interval '1 hour')`;

describe('when one of many is forgotten', () => {
  let app: TestApp;
  let business: Business;
  let approver: Record<string, string>;

  beforeAll(async () => {
    app = await startApp();
    approver = { authorization: `Bearer ${await app.key('customers:erase', 'customers:read')}` };
    business = new Business(app);
  });
  afterAll(() => app.close());

  async function approved(customer: string): Promise<string> {
    const asked = await app.post(`/api/v1/revenue/customers/${customer}/erasure`, { reason: 'asked for by mail' });
    const { id } = (await asked.json()) as { id: string };
    await app.post(`/api/v1/revenue/data-requests/${id}/approval`, {}, approver);
    return id;
  }

  async function forget(customer: string): Promise<void> {
    const id = await approved(customer);
    await app.settle();
    expect(await business.get(`/revenue/data-requests/${id}`)).toMatchObject({ state: 'done' });
  }

  async function stored(object: string): Promise<object> {
    const [row] = await app.database.query<{ id: string; body: Buffer }>(
      'select i.id, b.body from webhooks_body b join webhooks_inbox i using (seq) where i.object_key like $1',
      [`%:${object}`],
    );
    const body = app.nest.get(Bodies, { strict: false }).open(row?.id ?? '', row?.body ?? Buffer.alloc(0));
    return (JSON.parse(body.toString()) as { data: { object: object } }).data.object;
  }

  it('whoever shares a telephone with them keeps name and address', async () => {
    const [phone, email] = ['+442071234567', `bea.${randomUUID()}@example.com`];
    const { id } = await business.post('/customers', { email: `${randomUUID()}@example.com`, name: 'Ada', phone });
    await app.settle();
    const theirs = await app.stripe.customers.create({ email, name: 'Bea', phone, address: { city: 'Leeds' } });
    await app.settle();

    await forget(id);
    expect(await business.get(`/revenue/customers/${theirs.id}`)).toMatchObject({ name: 'Bea', email });
    expect(await stored(theirs.id)).toMatchObject({ name: 'Bea', email, phone: null, address: { city: 'Leeds' } });

    const later = { email: `cy.${randomUUID()}@example.com`, name: 'Cy', phone };
    const third = await app.stripe.customers.create(later);
    await app.settle();
    expect(await business.get(`/revenue/customers/${third.id}`)).toMatchObject({ name: 'Cy', email: later.email });
  });

  it.each(['pending', 'waiting'])('what was folded and is %s while it is redacted is folded again', async (status) => {
    const word = `canary${randomUUID().slice(0, 8)}`;
    const customer = await business.customer();
    const payment = { customer_id: customer, amount: 5, currency: 'usd', metadata: { note: word } };
    const { id } = await business.post('/payments', payment);
    await app.settle();
    const mirrored = async () => {
      const rows = await app.database.query('select 1 from billing_payment where id = $1 and metadata::text ~ $2', [
        id,
        word,
      ]);
      return rows.length > 0;
    };
    expect(await mirrored()).toBe(true);

    // As a fold finds it that has read the body, with those that wait, and ends when that has been rewritten.
    const underWay = await app.database.query<{ id: string }>(
      `update webhooks_inbox set status = $1 where status = 'done' returning id`,
      [status],
    );
    await approved(customer);
    await app.nest.get(Erasing, { strict: false }).drain();
    await app.nest.get(Redactions, { strict: false }).drain();
    await app.database.query(`update webhooks_inbox set status = 'done' where id = any($1::uuid[])`, [
      underWay.map((row) => row.id),
    ]);
    await app.settle();
    expect(await mirrored()).toBe(false);
  });

  it('a body that no key opens is set aside where it is seen, and the rest are read', async () => {
    const proof = async () => (await app.nest.get(Proofs).run(['W2'])).at(-1);
    const [word, before] = [`canary${randomUUID().slice(0, 8)}`, await business.customer()];
    const person = { email: `${word}@example.com`, name: word };
    const { id } = await business.post('/customers', person);
    await app.settle();
    const { stripe_customer_id: theirs } = await business.get(`/revenue/customers/${before}`);
    const whole = await spoilt(String(theirs));
    expect(await proof()).toMatchObject({ ok: true });

    const request = await approved(id);
    await app.settle();
    expect(await business.get(`/revenue/data-requests/${request}`)).toMatchObject({
      state: 'done',
      evidence: [{ part: 'customers' }, { part: 'webhooks', unopened: whole.length }, { part: 'billing' }],
    });
    const found = await proof();
    expect([found?.ok, found?.differences.length]).toEqual([false, whole.length]);

    // The key comes back, and with it what it sealed: now they are in there, and are taken out.
    for (const { seq, body, row } of whole) {
      const named = JSON.parse(bodies().open(row, body).toString()) as { data: { object: object } };
      Object.assign(named.data.object, { email: person.email });
      await put(seq, bodies().seal(row, Buffer.from(JSON.stringify(named))));
    }
    await app.settle();
    expect(await proof()).toMatchObject({ ok: true, differences: [] });
    expect(await stored(String(theirs))).toMatchObject({ email: null });
  });

  it('what is stored is read once, however many workers read it', async () => {
    await business.customer();
    await app.settle();
    await app.database.query(`update webhooks_inbox set received_at = received_at - interval '1 hour'`);
    const [read, one, other] = [[] as number[], worker(), worker()];
    const without = async (texts: readonly Buffer[]) => (read.push(texts.length), texts.map(() => undefined));
    for (const each of [one, other]) each.register({ without });
    await one.ask(randomUUID());
    await Promise.all([one.look(), other.look()]);

    const [all] = await app.database.query<{ count: number }>('select count(*)::int as count from webhooks_inbox');
    expect(read.reduce((sum, count) => sum + count, 0)).toBe(all?.count);
    const [waiting] = await app.database.query('select 1 from webhooks_redaction where done_at is null');
    expect(waiting).toBeUndefined();
  });

  it('a second body is read once for whoever is to be forgotten, however often somebody looks', async () => {
    const second = Buffer.from(`{"canary":"${randomUUID()}"}`);
    for (const event of [randomUUID(), randomUUID()])
      await app.database.query(CONFLICT, [randomUUID(), event, bodies().seal(event, second)]);
    const [looking, read] = [worker(), [] as string[]];
    const without = async (texts: readonly Buffer[]) => (read.push(...texts.map(String)), texts.map(() => undefined));
    looking.register({ without });
    const times = () => read.filter((text) => text === second.toString()).length;

    await looking.ask(randomUUID());
    await looking.drain();
    expect(times()).toBe(2);
    await looking.drain();
    expect(times()).toBe(2);
    await looking.ask(randomUUID());
    await looking.drain();
    expect(times()).toBe(4);
  });

  function worker(): Redactions {
    const { database, nest } = app;
    const [folds, wakeUps] = [nest.get(Folds, { strict: false }), nest.get(WakeUps, { strict: false })];
    return new Redactions(database, new StoredBodies(database, bodies(), folds, wakeUps), new SystemClock());
  }

  const bodies = () => app.nest.get(Bodies, { strict: false });
  const put = (seq: string, body: Buffer) =>
    app.database.query('update webhooks_body set body = $2 where seq = $1', [seq, body]);

  /** As when the key they were sealed with is lost. @returns what they were */
  async function spoilt(object: string): Promise<{ seq: string; row: string; body: Buffer }[]> {
    const rows = await app.database.query<{ seq: string; row: string; body: Buffer }>(
      'select i.seq, i.id as row, b.body from webhooks_body b join webhooks_inbox i using (seq) where i.object_key like $1',
      [`%:${object}`],
    );
    for (const { seq, body } of rows) await put(seq, Buffer.from(body).fill(0, body.length - 4));
    return rows;
  }
});
