import { FrozenClock, days, seconds } from '../../src/kernel/clock.js';
import { JobRunner } from '../../src/platform/jobs/job-runner.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
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
