import { randomBytes } from 'node:crypto';
import { until } from '../support/until.js';
import { business, expectWhole } from './support/business.js';
import { isRunning, removeCluster, startCluster, startServer, type Cluster } from './support/cluster.js';
import { Installation } from './support/engine.js';
import { productEvent } from './support/product-event.js';
import { SmallDisk } from './support/small-disk.js';

const [AMPLE, LEFT] = [1024, 12];
/** Of noise, which nothing makes smaller. */
const LARGE = 256 * 1024;
const PAYMENTS = 12;
/** Nothing of the log is cleared away while there is space, so that it grows into what is left. */
const KEPT = ['wal_keep_size=8GB'];

describe('F27 no space left for the log of the store', () => {
  let at: Installation | undefined;
  let disk: SmallDisk | undefined;
  let cluster: Cluster | undefined;
  const others = process.env['TEST_DATABASE_URL'];

  beforeAll(async () => {
    disk = SmallDisk.mount(AMPLE);
    if (!disk) return;
    cluster = await startCluster({ log: disk.folder, settings: KEPT });
    process.env['TEST_DATABASE_URL'] = cluster.url;
    at = await Installation.open();
  });
  afterAll(async () => {
    try {
      await at?.close();
    } finally {
      process.env['TEST_DATABASE_URL'] = others;
      if (cluster) removeCluster(cluster);
      disk?.unmount();
    }
  });

  it('stops the store until somebody starts it; what was answered 200 is there, and all goes on in the same process', async () => {
    if (!at || !disk || !cluster) return;
    const engine = await at.start();
    await business(at, PAYMENTS);
    await at.settled();

    disk.leave(LEFT);
    const taken: string[] = [];
    const refused: (number | undefined)[] = [];
    for (let n = 0; isRunning(cluster); n += 1) {
      const event = productEvent(`F27x${n}`, randomBytes(LARGE).toString('base64'));
      const answer = await engine.deliver(event);
      if (answer?.status === 200) taken.push(`evt_F27x${n}`);
      else refused.push(answer?.status);
    }
    const down = await engine.deliver(productEvent('F27down'));
    expect([down?.status, down?.retryAfter, await engine.health('live'), await engine.health('ready')]).toEqual([
      ...[503, 2, 200, 503],
    ]);
    expect([refused, taken.length > 0]).toEqual([refused.map(() => 503), true]);

    disk.resize(AMPLE);
    startServer(cluster);
    await until(async () => (await engine.deliver(productEvent('F27after')))?.status === 200, 60_000);
    const stored = await at.database.query<{ id: string }>(
      `select external_id as id from webhooks_inbox where external_id like 'evt_F27x%'`,
    );
    expect(stored.map(({ id }) => id)).toEqual(expect.arrayContaining(taken));
    await at.database.query(`update webhooks_inbox set next_at = now() where status = 'pending'`);
    expect(await expectWhole(at)).toMatchObject({ charges: PAYMENTS });
    expect(await engine.metric('revenue_webhook_events_total')).toBeGreaterThanOrEqual(taken.length);
  });
});
