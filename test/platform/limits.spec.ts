import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { FrozenClock, minutes, seconds } from '../../src/kernel/clock.js';
import { AnyKey, MovesMoney, Public, Signed } from '../../src/platform/auth/access.js';
import { MemoryWindows } from '../../src/platform/limits/memory-windows.js';
import { Quotas } from '../../src/platform/limits/quotas.js';
import { RedisConnection } from '../../src/platform/limits/redis.js';
import { startDatabase } from '../support/database.js';
import { freeRedis } from './support/redis.js';
import { tinyApp, type TinyApp } from './support/tiny-app.js';

@Controller('garden')
class GardenController {
  @Get('look')
  @AnyKey()
  look(): object {
    return {};
  }

  @Post('plant')
  @AnyKey()
  plant(): object {
    return {};
  }

  @Post('pay')
  @AnyKey()
  @MovesMoney()
  pay(): object {
    return {};
  }

  @Get('open')
  @Public()
  open(): object {
    return {};
  }

  @Post('event')
  @HttpCode(200)
  @Signed()
  event(): object {
    return {};
  }
}

const stores = [{ name: 'memory' }, { name: 'Redis' }] as const;

describe.each(stores)('limits, counted in $name', ({ name }) => {
  let store: Awaited<ReturnType<typeof startDatabase>>;
  let app: TinyApp;
  let redis: Awaited<ReturnType<typeof freeRedis>>;
  let machine = new Date('2026-11-21T09:00:00Z');

  beforeAll(async () => {
    store = await startDatabase();
    redis = name === 'Redis' ? await freeRedis() : undefined;
    const clock = new FrozenClock(machine, () => machine);
    app = await tinyApp({
      database: store.database,
      clock,
      controllers: [GardenController],
      env: redis ? { REDIS_URL: redis.url } : {},
    });
    if (redis) await until(async () => app.nest.get(RedisConnection).ready);
  });

  afterAll(async () => {
    await app?.close();
    await redis?.stop();
    await store?.close();
  });

  const hit = async (method: string, path: string, key?: string) => {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      ...(key ? { authorization: `Bearer ${key}` } : {}),
    };
    const answer = await app.fetch(`/api/v1/garden/${path}`, {
      method,
      headers,
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
  };

  it('says what holds and what is left, under the narrowest policy', async () => {
    const key = await app.key();
    const told = async (method: string, path: string) => (await hit(method, path, key)).headers;
    expect((await told('GET', 'look')).get('ratelimit-policy')).toBe('"default";q=600;w=60');
    expect((await told('GET', 'look')).get('ratelimit')).toMatch(/^"default";r=598;t=(60|59)$/);
    expect((await told('POST', 'plant')).get('ratelimit-policy')).toBe('"write";q=300;w=60');
    expect((await told('POST', 'pay')).get('ratelimit-policy')).toBe('"money";q=120;w=60');
  });

  it('lets exactly the quota through when all come at once, and tells the rest when to come back', async () => {
    const key = await app.key();
    const answers = await Promise.all(Array.from({ length: 150 }, () => hit('POST', 'pay', key)));
    const refused = answers.filter(({ status }) => status === 429);
    expect([answers.filter(({ status }) => status === 201).length, refused.length]).toEqual([120, 30]);
    expect(refused[0]?.body).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      code: 'limits/quota-exceeded',
      'violated-policies': ['money'],
    });
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused[0]?.headers.get('ratelimit')).toMatch(/^"money";r=0;/);
  });

  it('counts each key by itself, and strangers by address', async () => {
    const [one, other] = [await app.key(), await app.key()];
    await inTens(12, () => hit('POST', 'pay', one));
    expect((await hit('POST', 'pay', one)).status).toBe(429);
    expect((await hit('POST', 'pay', other)).status).toBe(201);
    const strangers = await inTens(7, () => hit('GET', 'open'));
    expect(strangers.filter(({ status }) => status === 200)).toHaveLength(60);
  });

  it('never counts signed events, and counts bad signatures by name', async () => {
    const events = await Promise.all(Array.from({ length: 100 }, () => hit('POST', 'event')));
    expect(events.every(({ status }) => status === 200)).toBe(true);
    const quotas = app.nest.get(Quotas);
    for (let bad = 0; bad < 60; bad += 1) await quotas.take('bad-signature', '192.0.2.1');
    await expect(quotas.take('bad-signature', '192.0.2.1')).rejects.toMatchObject({ code: 'limits/quota-exceeded' });
  });

  it('goes on by itself when Redis is away, says so, and comes back', async () => {
    if (!redis) return;
    const key = await app.key();
    const degraded = async () => /^revenue_limiter_degraded (\d)$/m.exec(await metrics(app))?.[1];
    // A machine with much to do may have taken Redis for away before.
    await until(async () => {
      machine = new Date(machine.getTime() + seconds(3));
      return (await hit('GET', 'look', key)).status === 200 && (await degraded()) === '0';
    });
    await redis.stop();
    await until(async () => (await hit('GET', 'look', key)).status === 200 && (await degraded()) === '1');
    machine = new Date(machine.getTime() + seconds(3));
    expect(await (await app.fetch('/health')).json()).toMatchObject({
      status: 'degraded',
      checks: { redis: { status: 'degraded' } },
    });
    expect(await (await app.fetch('/health/ready')).json()).toMatchObject({ status: 'ready' });
    await redis.start();
    await until(async () => {
      machine = new Date(machine.getTime() + seconds(1));
      return (await hit('GET', 'look', key)).status === 200 && (await degraded()) === '0';
    });
  });
});

/** Few at once: Redis is given up on after a tenth of a second, and the process that asks must not be the reason. */
async function inTens<Answer>(times: number, hit: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let ten = 0; ten < times; ten += 1) answers.push(...(await Promise.all(Array.from({ length: 10 }, hit))));
  return answers;
}

describe('a window in memory', () => {
  it('begins anew when it is over, and would let everything through without a count', async () => {
    const clock: FrozenClock = new FrozenClock(new Date('2026-01-01T00:00:00Z'), (): Date => clock.now());
    const windows = new MemoryWindows(clock);
    const hits = async () => (await windows.hit('a', 2, minutes(1))).blocked;
    expect([await hits(), await hits(), await hits()]).toEqual([false, false, true]);
    clock.advance(minutes(1));
    expect(await hits()).toBe(false);
    const broken = { hit: async () => (await new MemoryWindows(clock).hit('a', 2, minutes(1))).blocked };
    expect([await broken.hit(), await broken.hit(), await broken.hit()]).toEqual([false, false, false]);
  });

  it('costs the same whoever came before, and forgets who does not come again', async () => {
    const clock: FrozenClock = new FrozenClock(new Date('2026-01-01T00:00:00Z'), (): Date => clock.now());
    const windows = new MemoryWindows(clock);
    for (let who = 0; who < 5000; who += 1) await windows.hit(`old ${who}`, 1, minutes(1));
    clock.advance(minutes(2));
    for (let who = 0; who < 5000; who += 1) await windows.hit(`new ${who}`, 1, minutes(1));
    expect(windows.size).toBe(5000);
  });
});

async function metrics(app: TinyApp): Promise<string> {
  const key = await app.key('ops:read');
  return (await app.fetch('/metrics', { headers: { authorization: `Bearer ${key}` } })).text();
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (
    const end = performance.now() + 10_000;
    performance.now() < end;
    await new Promise((resolve) => setImmediate(resolve))
  ) {
    if (await condition()) return;
  }
  throw new Error('It did not come true in time.');
}
