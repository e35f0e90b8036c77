import { until } from '../support/until.js';
import { expectWhole } from './support/business.js';
import { Installation, type Engine } from './support/engine.js';
import { PrivateRedis } from './support/redis.js';
import { Proxy } from './support/proxy.js';

const QUICK_MILLISECONDS = 2_500;

describe('F12, F13 Redis', () => {
  let at: Installation;
  let redis: PrivateRedis;
  let proxy: Proxy;
  let engine: Engine;

  beforeAll(async () => {
    redis = await PrivateRedis.reserve();
    proxy = await Proxy.before(redis.url);
    at = await Installation.open({ REDIS_URL: proxy.urlOf(redis.url) });
    // It is away at boot.
    engine = await at.start({ role: 'api' });
  });
  afterAll(async () => {
    await at.close();
    await proxy.close();
    await redis.stop();
  });

  const customer = (name: string) =>
    engine.send('POST', '/api/v1/revenue/customers', { email: `${name}@example.com`, name });

  const answersQuickly = async (name: string): Promise<void> => {
    const since = performance.now();
    expect(await customer(name)).toMatchObject({ status: 201 });
    expect(performance.now() - since).toBeLessThan(QUICK_MILLISECONDS);
  };

  /** Whether limits are counted by this process alone. */
  const degraded = () => engine.metric('revenue_limiter_degraded');

  it('away at boot: requests are answered, limits are counted by the process', async () => {
    await answersQuickly('boot');
    expect([await degraded(), await engine.health('ready')]).toEqual([1, 200]);
  });

  it('come by now is used; emptied it has lost counts, and nothing else', async () => {
    await redis.start();
    await until(async () => {
      await customer(`back${performance.now()}`);
      return (await degraded()) === 0;
    }, 20_000);
    expect(await redis.ask((client) => client.dbsize())).toBeGreaterThan(0);

    await redis.ask((client) => client.flushall());
    await answersQuickly('emptied');
    expect(await degraded()).toBe(0);
    expect(await redis.ask((client) => client.dbsize())).toBeGreaterThan(0);
  });

  it('slow by two seconds is waited for a tenth of one, and swallowed or killed it is missed by nobody', async () => {
    proxy.slow(2_000);
    await answersQuickly('slow');
    expect(await degraded()).toBe(1);
    proxy.slow(0);
    proxy.blackHole();
    await answersQuickly('swallowed');
    proxy.openForNew();
    await redis.stop();
    await answersQuickly('killed');
    expect([await degraded(), await engine.health('ready')]).toEqual([1, 200]);

    await at.work();
    await expectWhole(at);
  });
});
