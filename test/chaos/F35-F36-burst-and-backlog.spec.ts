import { until } from '../support/until.js';
import { expectWhole } from './support/business.js';
import { deliverAll } from './support/deliveries.js';
import { Installation } from './support/engine.js';
import { productEvent, productEvents } from './support/product-event.js';

const BURST = 10_000;
const CONNECTIONS = 200;
const LIVE = 20;
const LIVE_SECONDS = 5;

describe('more at once than can be folded at once', () => {
  let at: Installation;

  beforeAll(async () => void (at = await Installation.open()));
  afterAll(() => at.close());

  it('F35 a burst over two hundred connections: all is taken, and nothing refused but in words', async () => {
    const door = await at.start({ role: 'api' });
    const { answers, withoutWord, longest } = await deliverAll(() => door, productEvents(BURST, 'F35'), CONNECTIONS);
    console.log(`F35: ${JSON.stringify([...answers])}, the longest way ${Math.round(longest)} ms`);
    expect([answers.get(200), answers.get(0), answers.get(500), withoutWord]).toEqual([BURST, undefined, undefined, 0]);
    expect(await statusOf('%')).toEqual({ pending: BURST });
    await door.kill();
  });

  it('F36 that backlog is folded behind what is live', async () => {
    await at.database.query('update webhooks_inbox set lane = 1');
    const engine = await at.start();
    const waits: number[] = [];
    for (let n = 0; n < LIVE; n += 1) {
      await engine.deliver(productEvent(`F36live${n}`));
      const since = performance.now();
      await until(async () => 'done' in (await statusOf(`evt_F36live${n}`)), 60_000);
      waits.push(performance.now() - since);
    }
    const { pending: left = 0 } = await statusOf('evt_F35%');
    console.log(
      `F36: live events waited ${Math.round(Math.max(...waits))} ms at most; ${left} of the backlog were left`,
    );
    expect(Math.max(...waits)).toBeLessThan(LIVE_SECONDS * 1000);
    await expectWhole(at);
    expect(await statusOf('%')).toEqual({ done: BURST + LIVE });
    expect(await engine.metric('revenue_webhook_oldest_pending_seconds')).toBe(0);
  });

  /** How many rows of such events there are, by status. */
  async function statusOf(events: string): Promise<Record<string, number>> {
    const rows = await at.database.query<{ status: string; n: number }>(
      'select status, count(*)::int as n from webhooks_inbox where external_id like $1 group by status',
      [events],
    );
    return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
  }
});
