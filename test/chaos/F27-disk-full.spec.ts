import { randomBytes } from 'node:crypto';
import { until } from '../support/until.js';
import { business, expectWhole } from './support/business.js';
import { Installation } from './support/engine.js';
import { productEvent } from './support/product-event.js';
import { SmallDisk, SmallTablespace } from './support/small-disk.js';

const MEGABYTES = 64;
/** Of noise, which nothing makes smaller. */
const LARGE = 256 * 1024;
const PAYMENTS = 12;

describe('F27 no space left for tables', () => {
  let at: Installation;
  let disk: SmallDisk | undefined;
  let space: SmallTablespace | undefined;

  beforeAll(async () => {
    disk = SmallDisk.mount(MEGABYTES);
    space = disk && (await SmallTablespace.on(disk));
    at = await Installation.open({}, async (url) => space?.take(url));
  });
  afterAll(async () => {
    await at.close();
    await space?.remove();
  });

  it('is answered 503 and never 200; with space again everything goes on by itself', async () => {
    if (!disk) return;
    const engine = await at.start();
    await business(at, PAYMENTS);
    await at.settled();

    const taken: string[] = [];
    const refused: (number | undefined)[] = [];
    for (let n = 0; refused.length < 10; n += 1) {
      const event = productEvent(`F27x${n}`, randomBytes(LARGE).toString('base64'));
      const answer = await engine.deliver(event);
      if (answer?.status === 200) taken.push(`evt_F27x${n}`);
      else refused.push(answer?.status);
    }
    expect(refused).toEqual(refused.map(() => 503));
    expect([await engine.health('live'), taken.length > 0]).toEqual([200, true]);
    const stored = await at.database.query<{ external_id: string }>(
      `select external_id from webhooks_inbox where external_id like 'evt_F27%' order by seq`,
    );
    expect(stored.map(({ external_id }) => external_id)).toEqual(taken);

    disk.resize(MEGABYTES * 4);
    await until(async () => (await engine.deliver(productEvent('F27after')))?.status === 200, 20_000);
    await at.database.query(`update webhooks_inbox set next_at = now() where status = 'pending'`);
    expect(await expectWhole(at)).toMatchObject({ charges: PAYMENTS });
    const [dead] = await at.database.query(`select count(*)::int as n from webhooks_inbox where status = 'dead'`);
    expect(dead).toEqual({ n: 0 });
    expect(await engine.metric('revenue_webhook_events_total')).toBeGreaterThanOrEqual(taken.length);
  });
});
