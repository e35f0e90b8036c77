import { randomUUID } from 'node:crypto';
import { until } from '../support/until.js';
import { receiver, type Got, type Receiver } from '../webhooks/outbound-app.js';
import { business, expectWhole } from './support/business.js';
import { dump, ourCluster, removeCluster, restore, startCluster, type Cluster } from './support/cluster.js';
import { Installation, type Engine } from './support/engine.js';

const BEFORE = 9;
const MEANWHILE = 6;
/** The receiver is on this machine. */
const OWN = { WEBHOOK_ALLOWED_SUBNETS: '127.0.0.0/8' };
const PAYMENTS = '/api/v1/revenue/payments';

const nameOf = ({ storeUrl }: Installation): string => new URL(storeUrl).pathname.slice(1);

describe('F37 an installation that is restored as it was, on another server, while its provider has gone on', () => {
  let lost: Installation;
  let found: Installation;
  let elsewhere: Cluster;
  let listener: Receiver;

  beforeAll(async () => {
    [lost, elsewhere, listener] = [await Installation.open(OWN), await startCluster(), await receiver()];
  });
  afterAll(async () => {
    await Promise.all([lost?.close(), found?.close(), listener?.close()]);
    if (elsewhere) removeCluster(elsewhere);
  });

  it('catches up with what it missed, sends nothing until it may, and does nothing twice', async () => {
    const engine = await lost.start();
    await engine.send('POST', '/api/v1/webhooks/endpoints', { url: listener.url, event_types: ['billing.*'] });
    const sale = { id: randomUUID(), customer_id: await customerOf(engine), amount: 42, currency: 'usd' };
    await business(lost, BEFORE);
    await allSent(lost);
    const copy = dump(ourCluster(), nameOf(lost), ['-N', 'stripe_sandbox']);
    const sold = await engine.send('POST', PAYMENTS, sale);
    await business(lost, MEANWHILE);
    await allSent(lost);
    const [sums, then] = [await books(lost), [...listener.got]];
    await engine.kill();

    const provider = dump(ourCluster(), nameOf(lost), ['-n', 'stripe_sandbox']);
    found = await Installation.on({ url: restore(elsewhere, 'restored', [copy, provider]), pool: 2 }, OWN);
    const restored = await found.start({ env: { HOLD_OUTBOUND: 'true' } });
    // What is younger than five minutes may still be on its way, and is not looked for.
    await found.sandbox.advance({ by: 'PT10M' });
    expect(await found.command('sync')).toBe('');

    expect(await expectWhole(found)).toMatchObject({ charges: BEFORE + MEANWHILE + 1 });
    expect(await books(found)).toEqual(sums);
    expect(await restored.send('POST', PAYMENTS, sale)).toMatchObject({ status: 503 });
    expect(listener.got).toHaveLength(then.length);

    for (const channel of ['provider', 'webhooks']) expect(await found.command('hold', 'release', channel)).toBe('');
    await until(async () => (await restored.send('POST', PAYMENTS, sale))?.status === 201, 60_000);
    await allSent(found);
    expect(await restored.send('GET', `${PAYMENTS}/${sale.id}`)).toMatchObject({ body: sold?.body });
    expect(await expectWhole(found)).toMatchObject({ charges: BEFORE + MEANWHILE + 1 });
    expect(newTo(then)).toEqual([]);
    expect(listener.got.length).toBeGreaterThan(then.length);
  });

  async function customerOf(engine: Engine): Promise<string> {
    const customers = '/api/v1/revenue/customers';
    const made = await engine.send('POST', customers, { email: 'ada@example.com', name: 'Ada' });
    const id = String(made?.body['id']);
    await engine.send('POST', `${customers}/${id}/payment-methods`, { payment_method_id: 'pm_card_visa' });
    return id;
  }

  /** What somebody who has heard this does not know yet; that something was missing is news. */
  function newTo(heard: readonly Got[]): object[] {
    const ids = new Set(heard.map(({ id }) => id));
    return listener.got
      .filter(({ id, body }) => !ids.has(id) && !body.type.startsWith('billing.break.'))
      .map(({ body }) => body);
  }

  async function allSent(at: Installation): Promise<void> {
    await at.settled();
    await until(async () => (await waiting(at)) === 0, 60_000);
  }

  async function waiting({ database }: Installation): Promise<number> {
    const [row] = await database.query<{ n: number }>(
      `select count(*)::int as n from webhooks_delivery where status = 'pending'`,
    );
    return row?.n ?? 0;
  }

  function books({ database }: Installation): Promise<unknown[]> {
    return database.query(
      `select account, currency, sum(minor)::text as minor from ledger_entry group by 1, 2 order by 1, 2`,
    );
  }
});
