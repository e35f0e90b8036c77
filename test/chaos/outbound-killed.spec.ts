import { until } from '../support/until.js';
import { receiver, type Receiver } from '../webhooks/outbound-app.js';
import { business, expectWhole } from './support/business.js';
import { Installation } from './support/engine.js';

const PAYMENTS = 3;

describe('a process that is killed when a receiver has answered, before that is written down', () => {
  let at: Installation;
  let listener: Receiver;

  beforeAll(async () => {
    // The receiver is on this machine.
    [at, listener] = [await Installation.open({ WEBHOOK_ALLOWED_SUBNETS: '127.0.0.0/8' }), await receiver()];
  });
  afterAll(async () => {
    await Promise.all([at?.close(), listener?.close()]);
  });

  it('has sent what the next one sends again, under the same id, once its lease has ended; and nothing else', async () => {
    const killed = await at.start({ failpoint: 'deliver.after-response:2' });
    await killed.send('POST', '/api/v1/webhooks/endpoints', { url: listener.url, event_types: ['billing.payment.*'] });
    await business(at, PAYMENTS);
    expect(await killed.gone).toBe('SIGKILL');
    const [heard, unwritten] = [ids(), await answeredAndUnwritten()];
    expect(unwritten.length).toBeGreaterThan(0);

    const next = await at.start();
    await at.settled();
    expect(await leased()).toBeGreaterThan(0);
    await at.database.query('update webhooks_delivery set leased_until = now() where leased_until is not null');
    await until(async () => (await pending()) === 0, 60_000);

    await expectWhole(at);
    expect(
      ids()
        .slice(heard.length)
        .filter((id) => heard.includes(id))
        .toSorted(),
    ).toEqual(unwritten);
    expect(new Set(ids()).size).toBe(await count('true'));
    expect(await next.metric('revenue_outbound_attempts_total')).toBeGreaterThan(0);
  });

  const ids = (): string[] => listener.got.map(({ id }) => id);

  /** What the receiver has taken, and nobody knows of. */
  async function answeredAndUnwritten(): Promise<string[]> {
    const rows = await at.database.query<{ id: string }>(
      `select event_id as id from webhooks_delivery where status = 'pending' and event_id = any($1)`,
      [ids()],
    );
    return rows.map(({ id }) => id).toSorted();
  }

  const pending = () => count(`status = 'pending'`);
  const leased = () => count(`leased_until is not null`);

  async function count(which: string): Promise<number> {
    const [row] = await at.database.query<{ n: number }>(
      `select count(*)::int as n from webhooks_delivery where ${which}`,
    );
    return row?.n ?? 0;
  }
});
