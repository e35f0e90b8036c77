import { until } from '../support/until.js';
import { expectWhole } from './support/business.js';
import { deliverAll, within } from './support/deliveries.js';
import { Installation } from './support/engine.js';
import { productEvent, productEvents } from './support/product-event.js';

const BURST = 10_000;
const CONNECTIONS = 200;
/** Within this a provider has its answer, 99 times of 100. */
const P99_MILLISECONDS = 1_000;
const CUSTOMERS = 2_000;
const LIVE = 20;
const LIVE_SECONDS = 5;

describe('more at once than can be folded at once', () => {
  let at: Installation;

  beforeAll(async () => void (at = await Installation.open()));
  afterAll(() => at.close());

  it('F35 a burst over two hundred connections: all is taken, and nothing refused but in words', async () => {
    const door = await at.start({ role: 'api' });
    const { answers, withoutWord, ways } = await deliverAll(() => door, productEvents(BURST, 'F35'), CONNECTIONS);
    const [most, longest] = [within(0.99, ways), within(1, ways)];
    console.log(
      `F35: ${JSON.stringify([...answers])}, 99 % in ${Math.round(most)} ms, all in ${Math.round(longest)} ms`,
    );
    expect([answers.get(200), answers.get(0), answers.get(500), withoutWord]).toEqual([BURST, undefined, undefined, 0]);
    expect(ways).toHaveLength(BURST);
    expect(most).toBeLessThan(P99_MILLISECONDS);
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

  it('F35 the same on the API: what is refused says when to come again, and all that is answered is there', async () => {
    const engine = await at.start({ beside: true });
    const answers = new Map<number, number>();
    let [next, withoutWord] = [0, 0];
    const oneByOne = async (): Promise<void> => {
      while (next < CUSTOMERS) {
        const email = `F35-${(next += 1)}@example.com`;
        const answer = await engine.send('POST', '/api/v1/revenue/customers', { name: 'Of a burst', email });
        const status = answer?.status ?? 0;
        answers.set(status, (answers.get(status) ?? 0) + 1);
        if (status !== 201 && answer?.retryAfter === undefined) withoutWord += 1;
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, oneByOne));
    console.log(`F35: ${JSON.stringify([...answers])}`);
    expect([...answers.keys()].filter((status) => ![201, 429, 503].includes(status))).toEqual([]);
    expect(withoutWord).toBe(0);
    await expectWhole(at);
    const [row] = await at.database.query<{ n: number }>('select count(*)::int as n from customers_customer');
    expect(row?.n).toBe(answers.get(201));
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
