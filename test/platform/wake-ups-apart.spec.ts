import { hours } from '../../src/kernel/clock.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { WakeUpsApartModule } from '../../src/platform/events/wake-ups-apart.js';
import { WakeUps, type Topic } from '../../src/platform/events/wake-ups.js';
import { RedisConnection } from '../../src/platform/limits/redis.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { freeRedis, type TestRedis } from './support/redis.js';
import { tinyApp, type TinyApp } from './support/tiny-app.js';

describe('a wake-up of a process that only takes requests', () => {
  let store: TestDatabase;
  let redis: TestRedis | undefined;
  let [api, worker]: (TinyApp | undefined)[] = [];
  const heard = new Map<Topic, number>();

  beforeAll(async () => {
    redis = await freeRedis();
    if (!redis) return;
    store = await startDatabase();
    [api, worker] = [await started('api', redis.url), await started('worker', redis.url)];
    for (const topic of ['inbox', 'events', 'outbound'] as const)
      wakeUpsOf(worker)?.on(topic, () => heard.set(topic, (heard.get(topic) ?? 0) + 1));
    await until(isListenedTo, 10_000);
  });
  afterAll(async () => {
    await api?.close();
    await worker?.close();
    await redis?.stop();
    await store?.close();
  });
  beforeEach(() => heard.clear());

  const started = (role: string, url: string) =>
    tinyApp({
      database: store.database,
      imports: [EventsModule, WakeUpsApartModule],
      env: { ROLE: role, REDIS_URL: url, DATABASE_URL: 'postgres://127.0.0.1/of-the-test' },
    });
  const wakeUpsOf = (app: TinyApp | undefined) => app?.nest.get(WakeUps);

  async function isListenedTo(): Promise<boolean> {
    const { client, ready } = api?.nest.get(RedisConnection) ?? {};
    if (!ready) return false;
    const [, listeners] = (await client?.pubsub('NUMSUB', 'revenue:wake-ups')) ?? [];
    return listeners === 1;
  }

  it('wakes a worker in another process, which would have looked by itself in an hour', async () => {
    const woken = wakeUpsOf(worker)?.next('inbox', hours(1), new AbortController().signal);
    wakeUpsOf(api)?.wake('inbox');
    await woken;
  });

  it('is said no more than twice of a thousand at once: the first, and once more for those after it', async () => {
    if (!redis) return;
    for (let n = 0; n < 1_000; n += 1) wakeUpsOf(api)?.wake('inbox');
    await until(async () => heard.has('inbox'), 10_000);
    wakeUpsOf(api)?.wake('events');
    await until(async () => heard.has('events'), 10_000);
    expect(heard.get('inbox')).toBeLessThanOrEqual(2);
  });

  it('is lost while Redis is away, without a word, and carried again when it is back', async () => {
    if (!redis) return;
    await redis.stop();
    await until(async () => api?.nest.get(RedisConnection).ready === false, 10_000);
    wakeUpsOf(api)?.wake('outbound');
    await redis.start();
    await until(isListenedTo, 20_000);
    expect(heard.get('outbound')).toBeUndefined();

    await until(async () => {
      wakeUpsOf(api)?.wake('outbound');
      return heard.has('outbound');
    }, 10_000);
  });
});
