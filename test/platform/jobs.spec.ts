import { FrozenClock, days, seconds } from '../../src/kernel/clock.js';
import { JobRunner } from '../../src/platform/jobs/job-runner.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { RequestedJobs } from '../../src/platform/jobs/requested-jobs.js';
import { Slots } from '../../src/platform/jobs/slots.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { tinyApp, type TinyApp } from './support/tiny-app.js';

describe('daily jobs', () => {
  let store: Awaited<ReturnType<typeof startDatabase>>;
  let clock: FrozenClock;
  let apps: TinyApp[];

  beforeAll(async () => {
    store = await startDatabase();
    clock = new FrozenClock(new Date('2026-01-30T12:00:00Z'));
    const app = () => tinyApp({ database: store.database, clock, imports: [JobsModule], env: envOf(store) });
    apps = [await app(), await app()];
  });

  afterAll(async () => {
    for (const app of apps ?? []) await app.close();
    await store?.close();
  });

  /** The same job in both processes, as each would register it at start. */
  const everywhere = (name: string, run: (day: string) => Promise<void>) => {
    for (const app of apps) app.nest.get(Jobs).register({ name, daily: '00:00', run });
  };
  const drain = () => Promise.all(apps.map(({ nest }) => nest.get(Slots).drain()));

  it('run once for a day, whoever asks and however often', async () => {
    const ran: string[] = [];
    everywhere('once', async (day) => void ran.push(day));
    await Promise.all([drain(), drain(), drain()]);
    await drain();
    expect(ran).toEqual(['2026-01-30']);
  });

  it('would run again and again without the row: the check above can fail', async () => {
    const ran: string[] = [];
    everywhere('forgetful', async (day) => {
      ran.push(day);
      await store.database.query(`delete from platform_slot where job = 'forgetful'`);
    });
    await drain();
    await drain();
    expect(ran.length).toBeGreaterThan(1);
  });

  it('catch up with every day the clock jumped over, all jobs of a day before the next day', async () => {
    const ran: string[] = [];
    everywhere('rates', async (day) => void ran.push(`rates ${day}`));
    everywhere('report', async (day) => void ran.push(`report ${day}`));
    await apps[0]?.nest.get(Slots).drain();
    clock.advance(days(3));
    await apps[0]?.nest.get(Slots).drain();
    const owed = ['2026-01-30', '2026-01-31', '2026-02-01', '2026-02-02'];
    expect(ran).toEqual(owed.flatMap((day) => [`rates ${day}`, `report ${day}`]));
  });

  it('try a day that failed again, and begin no later day before it', async () => {
    const ran: string[] = [];
    let broken = false;
    everywhere('fragile', async (day) => {
      if (broken) throw new Error('the disk is full');
      ran.push(day);
    });
    await drain();
    broken = true;
    clock.advance(days(2));
    await drain();
    const [row] = await store.database.query<{ state: string; last_error: string }>(
      `select * from platform_slot where job = 'fragile' order by slot desc`,
    );
    expect(row).toMatchObject({ state: 'failed', last_error: 'Error: the disk is full' });
    broken = false;
    await drain();
    expect(ran).toEqual(['2026-02-02', '2026-02-03', '2026-02-04']);
  });

  it('are taken over from a process that died', async () => {
    const ran: string[] = [];
    everywhere('orphan', async (day) => void ran.push(day));
    await store.database.query(
      `insert into platform_slot (job, slot, state, locked_until) values ('orphan', '2026-02-04', 'running', now() + interval '1 minute')`,
    );
    await drain();
    expect(ran).toEqual([]);
    await store.database.query(
      `update platform_slot set locked_until = now() - interval '1 second' where job = 'orphan'`,
    );
    await drain();
    expect(ran).toEqual(['2026-02-04']);
  });
});

describe('requested jobs', () => {
  let store: Awaited<ReturnType<typeof startDatabase>>;
  let app: TinyApp;
  let jobs: RequestedJobs;

  beforeAll(async () => {
    store = await startDatabase();
    app = await tinyApp({ database: store.database, imports: [JobsModule], env: envOf(store) });
    jobs = app.nest.get(RequestedJobs);
  });
  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  const workerDied = (id: string, attempts: number) =>
    store.database.query(
      `update platform_job set attempts = $2, locked_until = now() - interval '1 second' where id = $1`,
      [id, attempts],
    );

  it('that fail say so by a code: the words may hold anything', async () => {
    jobs.register('fragile', () => Promise.reject(new Error('password of the database: hunter2')));
    const id = await jobs.request('fragile', 'ops:write');
    await jobs.drain();
    expect(await jobs.find(id)).toMatchObject({ status: 'failed', error: 'jobs/failed' });
  });

  it('that took three workers down with them are given up', async () => {
    let ran = 0;
    jobs.register('deadly', async () => ({ ran: (ran += 1) }));
    const id = await jobs.request('deadly', 'ops:write');
    await workerDied(id, 3);
    await jobs.drain();
    expect(await jobs.find(id)).toMatchObject({ status: 'failed', error: 'jobs/given-up', result: null });
    expect(ran).toBe(0);
  });

  it('that were taken over are told of by the worker that has them now', async () => {
    const told: string[] = [];
    jobs.register('slow', async (_, progress, id) => {
      told.push('begun');
      if (told.length > 1) return { by: 'the second' };
      await progress({ looked: 1 });
      await workerDied(id, 1);
      await jobs.drain();
      await progress({ looked: 2 }).catch(() => told.push('lost'));
      return { by: 'the first' };
    });
    const id = await jobs.request('slow', 'ops:write');
    await jobs.drain();
    expect(told).toEqual(['begun', 'begun', 'lost']);
    expect(await jobs.find(id)).toMatchObject({
      status: 'done',
      progress: { looked: 1 },
      result: { by: 'the second' },
    });
  });
});

describe('repeated jobs', () => {
  it('run through the queue on the store at hand, once an interval over two workers, and end with the process', async () => {
    const store = await startDatabase();
    const ran: number[] = [];
    const worker = async () => {
      const app = await tinyApp({ database: store.database, imports: [JobsModule], env: envOf(store) });
      app.nest
        .get(Jobs)
        .register({ name: 'beat', every: seconds(1), run: async () => void ran.push(performance.now()) });
      await app.nest.get(JobRunner).start();
      return app;
    };
    const from = performance.now();
    const workers = [await worker(), await worker()];
    await until(() => ran.length >= 3);
    const intervals = Math.ceil((performance.now() - from) / 1000) + 1;
    expect(ran.length).toBeLessThanOrEqual(intervals);
    for (const app of workers) await app.close();
    const count = ran.length;
    await store.database.query('select 1');
    expect(ran).toHaveLength(count);
    await store.close();
  });
});

/** The same store for the queue as for everything else. */
function envOf({ orm }: TestDatabase): Record<string, string> {
  const url = orm.config.get('clientUrl');
  return { REVENUE_SHUTDOWN_SECONDS: '2', ...(url ? { DATABASE_URL: url } : {}) };
}

async function until(condition: () => boolean): Promise<void> {
  for (
    const end = performance.now() + 20_000;
    performance.now() < end;
    await new Promise((resolve) => setTimeout(resolve, 10))
  ) {
    if (condition()) return;
  }
  throw new Error('It did not come true in time.');
}
