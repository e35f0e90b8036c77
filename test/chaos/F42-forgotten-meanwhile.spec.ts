import { randomUUID } from 'node:crypto';
import { Bodies } from '../../src/modules/webhooks/inbox/bodies.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { tracesOf } from '../customers/traces.js';
import { until } from '../support/until.js';
import { expectWhole } from './support/business.js';
import { Installation, settingsOn, type Engine } from './support/engine.js';

/** A word that stands wherever something is said of her. */
const CANARY = `canary${randomUUID().slice(0, 8)}`;
const ADA = { email: `${CANARY}@example.com`, name: `Ada ${CANARY}`, metadata: { crm: CANARY } };
const LATE = 6;
const CUSTOMERS = '/api/v1/revenue/customers';
const REQUESTS = '/api/v1/revenue/data-requests';

describe('F42 a person who is forgotten while events for them arrive', () => {
  let at: Installation;
  let engine: Engine;
  let beside: Engine;
  let bodies: Bodies;
  let customer: string;
  let theirs: string;
  let request: string;
  let approver: Record<string, string>;

  beforeAll(async () => {
    at = await Installation.open();
    bodies = new Bodies(loadConfig(await settingsOn('')));
    approver = await at.somebodyElse();
    engine = await at.start();
    customer = await made(CUSTOMERS, ADA);
    await made(`${CUSTOMERS}/${customer}/payment-methods`, { payment_method_id: 'pm_card_visa' });
    theirs = String((await shown(`${CUSTOMERS}/${customer}`))['stripe_customer_id']);
    await pay(LATE);
    request = await made(`${CUSTOMERS}/${customer}/erasure`, { reason: 'asked for by mail' });
    await at.settled();
  });
  afterAll(() => at.close());

  it('is not forgotten by a process that is killed when the key is gone, before that is committed', async () => {
    await engine.kill();
    const killed = await at.start({ role: 'api', failpoint: 'erase.after-keys' });
    expect([await approved(killed), await killed.gone]).toEqual([undefined, 'SIGKILL']);

    engine = await at.start({ role: 'api' });
    expect(await shown(`${CUSTOMERS}/${customer}`)).toMatchObject({ email: ADA.email, name: ADA.name });
    expect(await shown(`${REQUESTS}/${request}`)).toMatchObject({ state: 'requested' });
    expect(await traces()).toContain('bodies');
  });

  it('is forgotten in the middle of what is said of them', async () => {
    // Said before, and heard when nobody knows any more who it was.
    await pay(LATE);
    await at.database.query(HOLD);
    await engine.kill();
    engine = await at.start();
    beside = await at.work();

    const spoken = speaking();
    await until(async () => (await heard()) > 3, 30_000);
    expect(await approved(engine)).toMatchObject({ status: 202 });
    expect(await spoken).toBeGreaterThan(3);
    await until(async () => (await shown(`${REQUESTS}/${request}`))['state'] === 'done', 60_000);
    expect(await engine.metric('revenue_webhook_events_total')).toBeGreaterThan(0);
    expect(await known()).toEqual({ name: null, email: null });
  });

  it('stays forgotten when what was late arrives; the books are the provider’s, and no word is left', async () => {
    for (const one of [engine, beside]) await one.kill();
    await at.stripe.customers.create({ email: ADA.email, name: ADA.name });
    const door = await at.start({ role: 'api' });
    await at.sandbox.releaseDeliveries();
    await until(async () => (await at.sandbox.deliver()) === 0, 30_000);
    expect(await traces()).toContain('bodies');
    await door.kill();

    engine = await at.start();
    await expectWhole(at);
    expect(await sums()).toEqual(await theirSums());
    // What comes after all was read is read again in a minute at most.
    await until(async () => (await traces()).length === 0, 90_000).catch(() => undefined);
    expect(await traces()).toEqual([]);
    expect(await known()).toEqual({ name: null, email: null });
    const { data } = await shown(`${CUSTOMERS}?email=${encodeURIComponent(ADA.email)}`);
    expect(data).toEqual([]);
  });

  const traces = () => tracesOf(CANARY, at.database, bodies);
  const approved = (by: Engine) => by.send('POST', `${REQUESTS}/${request}/approval`, {}, approver);

  async function made(path: string, body: object): Promise<string> {
    const answer = await engine.send('POST', path, body);
    if (!answer || answer.status > 202) throw new Error(`${path} answered ${JSON.stringify(answer)}`);
    return String(answer.body['id']);
  }

  async function shown(path: string): Promise<Record<string, unknown>> {
    return (await engine.send('GET', path))?.body ?? {};
  }

  async function known(): Promise<object> {
    const { name, email } = await shown(`${CUSTOMERS}/${customer}`);
    return { name, email };
  }

  async function pay(times: number): Promise<void> {
    for (let n = 0; n < times; n += 1)
      await at.stripe.paymentIntents.create({
        ...{ amount: 1000 + n, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, off_session: true },
        ...{ customer: theirs, receipt_email: ADA.email, description: `For ${ADA.email}` },
      });
  }

  /** Until nobody may speak of them at the provider either. @returns how often that was possible */
  async function speaking(): Promise<number> {
    for (let words = 0; ; words += 1) {
      const told = await Promise.all([
        at.stripe.customers.update(theirs, { name: `${ADA.name} ${words}` }),
        pay(1),
      ]).catch(isGone);
      if (told === undefined) return words;
    }
  }

  async function heard(): Promise<number> {
    const [row] = await at.database.query<{ n: number }>(
      `select count(*)::int as n from webhooks_inbox where type = 'customer.updated' and status = 'done'`,
    );
    return row?.n ?? 0;
  }

  async function sums(): Promise<Record<string, number>> {
    const rows = await at.database.query<{ account: string; minor: number }>(
      'select account, sum(minor)::int as minor from ledger_entry group by 1 having sum(minor) <> 0',
    );
    return Object.fromEntries(rows.map(({ account, minor }) => [account, minor]));
  }

  /** What was paid for nothing in particular, less what the provider keeps of it. */
  async function theirSums(): Promise<Record<string, number>> {
    let [amount, fees] = [0, 0];
    for await (const one of at.stripe.balanceTransactions.list({ limit: 100 })) {
      amount += one.amount;
      fees += one.fee;
    }
    return { stripe_balance: amount - fees, 'fees:processing': fees, unapplied: -amount };
  }
});

function isGone(error: Error & { code?: string }): undefined {
  if (error.code !== 'resource_missing') throw error;
}

const HOLD = `update stripe_sandbox.delivery set due_at = 'infinity' where state = 'pending'`;
