import pg from 'pg';
import { until } from '../support/until.js';
import { expectWhole } from './support/business.js';
import { Installation } from './support/engine.js';
import { productEvent, productRenamed } from './support/product-event.js';

describe('F11 a fold and somebody else take two rows in opposite order', () => {
  let at: Installation;

  beforeAll(async () => void (at = await Installation.open()));
  afterAll(() => at.close());

  it('is one transaction more for the fold: the event is done and no try of it is used up', async () => {
    const engine = await at.start();
    await engine.deliver(productEvent('F11'));
    await at.settled();

    const other = new pg.Client({ connectionString: at.storeUrl });
    await other.connect();
    // The server looks for a deadlock from the side of whoever has waited this long: never from ours.
    await other.query(`set deadlock_timeout = '1h'`);
    await other.query(`begin; select from billing_product for update`);
    await engine.deliver(productRenamed('F11', 'Newer'));
    await until(async () => (await waiting()) > 0, 10_000);
    await other.query(`select from webhooks_inbox for update`);
    await other.query('commit');
    await other.end();
    await expectWhole(at);

    const rows = await at.database.query(`select status, attempts, last_error from webhooks_inbox`);
    const done = { status: 'done', attempts: 0, last_error: null };
    expect(rows).toEqual([done, done]);
    expect(await at.database.query('select name from billing_product')).toEqual([{ name: 'Newer' }]);
    // The server's own count, which it writes down a moment later.
    await until(async () => (await deadlocks()) > 0, 10_000);
    expect(await engine.metric('revenue_webhook_events_total')).toBe(2);
  });

  /** Transactions that wait for somebody else's row. */
  async function waiting(): Promise<number> {
    const [row] = await at.database.query<{ n: string }>(
      `select count(*)::text as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return Number(row?.n);
  }

  async function deadlocks(): Promise<number> {
    const [row] = await at.database.query<{ n: string }>(
      `select deadlocks::text as n from pg_stat_database where datname = current_database()`,
    );
    return Number(row?.n);
  }
});
