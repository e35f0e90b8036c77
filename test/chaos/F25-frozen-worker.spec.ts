import { until } from '../support/until.js';
import { business, expectWhole } from './support/business.js';
import { Installation } from './support/engine.js';

const PAYMENTS = 30;
/** The store ends a transaction whose owner says nothing for thirty seconds. */
const FREED_SECONDS = 60;

describe('F25 a worker frozen in the middle of a transaction', () => {
  let at: Installation;

  beforeEach(async () => {
    at = await Installation.open();
    const api = await at.start({ role: 'api' });
    await business(at, PAYMENTS);
    while ((await at.sandbox.deliver()) > 0);
    await api.kill();
  });
  afterEach(() => at.close());

  it.each(['fold.before-commit', 'tell.before-commit'] as const)(
    '%s: its rows are free in half a minute, and woken it can commit nothing',
    async (point) => {
      const frozen = await at.work({ failpoint: `${point}=freeze` });
      await until(() => frozen.isStopped(), 60_000);
      const other = await at.work();
      await until(async () => (await open()) === 1, 10_000);

      const since = performance.now();
      await at.settled();
      console.log(
        `F25 ${point}: whole without the frozen one after ${Math.round((performance.now() - since) / 1000)} s`,
      );
      expect(performance.now() - since).toBeLessThan(FREED_SECONDS * 1000);
      expect(await other.metric('revenue_webhook_events_total')).toBeGreaterThan(0);

      frozen.signal('SIGCONT');
      await until(async () => (await frozen.health('live')) === 200, 30_000);
      expect(await expectWhole(at)).toMatchObject({ charges: PAYMENTS, refunds: PAYMENTS / 3 });
    },
  );

  /** Transactions that have written, and are in nobody's hands. */
  async function open(): Promise<number> {
    const [row] = await at.database.query<{ n: string }>(
      `select count(*)::text as n from pg_stat_activity
       where datname = current_database() and state = 'idle in transaction' and backend_xid is not null`,
    );
    return Number(row?.n);
  }
});
