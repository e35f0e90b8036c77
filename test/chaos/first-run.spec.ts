import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/core';
import { Stripe } from 'stripe';
import { FrozenClock } from '../../src/kernel/clock.js';
import { Sandbox } from '../../src/integrations/stripe/index.js';
import { entities } from '../../src/mikro-orm.config.js';
import { ConfigurationFaults } from '../../src/platform/config/config.errors.js';
import { Database } from '../../src/platform/database/database.js';
import { ormOptions } from '../../src/platform/database/orm-options.js';
import { until } from '../support/until.js';
import { freePort } from '../support/free-port.js';
import { command } from './support/command.js';
import { booked, left, made } from './support/counted.js';
import { Engine } from './support/process.js';
import { FirstRun } from './support/first-run.js';

const CUSTOMERS = 72;
/** How much of the demo is told when it is killed: some customers have paid twice by then, and most are still to come. */
const KILLED_AT = 0.25;

describe('an empty folder', () => {
  let home: string;
  let env: Record<string, string>;
  const running = new Set<Engine>();

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'revenue-chaos-first-'));
    // Nothing else is told to it: what it needs it makes.
    env = {
      PORT: String(await freePort()),
      REVENUE_DATA_FOLDER: join(home, 'data'),
      LOG_LEVEL: 'error',
      NODE_COMPILE_CACHE: join(tmpdir(), 'revenue-chaos-compiled'),
    };
  });
  afterEach(async () => {
    for (const engine of running) await engine.kill();
    running.clear();
    rmSync(home, { recursive: true, force: true });
  });

  const begin = (more: Record<string, string> = {}): Engine => {
    const engine = new Engine({ ...env, ...more }, '', ['tools/start.js']);
    running.add(engine);
    return engine;
  };

  it('comes to life by itself, and goes on with its life when it was killed in the middle', async () => {
    const first = await FirstRun.of(begin());
    expect(first.demo).toMatch(new RegExp(`^starts now: ${CUSTOMERS} customers over six months, seed \\d+; `));
    expect((await fetch(first.docs)).status).toBe(200);
    expect(await first.customers()).toEqual(expect.any(Array));
    expect(await first.customers('rvn_test_guessed')).toBe(401);
    expect([await first.signIn(), await first.signIn()]).toEqual([303, 410]);
    await until(async () => (await first.progress()).progress >= KILLED_AT, 200_000);
    await first.engine.kill();

    const next = await FirstRun.of(begin());
    expect(next.demo).toBe(first.demo.replace('starts now', 'goes on'));
    expect(next.key).toBe('');
    expect(await next.customers(first.key)).toEqual(expect.any(Array));
    expect(await next.signIn()).toBe(303);
    expect((await next.progress()).progress).toBeGreaterThanOrEqual(KILLED_AT);
    await until(async () => (await next.progress()).state === 'done', 350_000);
    expect((await next.progress()).customers).toBe(CUSTOMERS);
    next.engine.signal('SIGTERM');
    expect(await next.engine.gone).toBe('0');

    expect(await command(['verify'], env)).toMatchObject({ ended: '0' });
    await wholeIn(join(home, 'data', 'pglite'));
  }, 600_000);

  it('stays empty where that is asked for', async () => {
    const run = await FirstRun.of(begin({ REVENUE_DEMO: 'off' }));
    expect([run.demo, await run.signIn()]).toEqual(['', 303]);
    expect(await run.progress()).toMatchObject({ state: 'none', customers: 0 });
    expect(await run.customers()).toEqual([]);
  });

  it('is not made where the environment is wrong: all that is wrong is said at once', async () => {
    const engine = begin({ PORT: 'http', LOG_LEVEL: 'loud', REDIS_URL: 'secret-of-mine', REVENUE_DMEO: 'off' });
    expect(await engine.gone).toBe(String(ConfigurationFaults.exitCode));
    const [title, ...faults] = engine.output.trim().split('\n');
    expect(title).toBe('The configuration cannot be used:');
    const wrong = ['REVENUE_DMEO', 'PORT', 'REDIS_URL', 'LOG_LEVEL'];
    expect(faults).toEqual(wrong.map((name) => expect.stringContaining(`${name}: `)));
    expect(engine.output).toContain('did you mean REVENUE_DEMO?');
    expect(engine.output).not.toContain('secret-of-mine');
    expect(existsSync(join(home, 'data'))).toBe(false);
  });
});

/** All that the provider made is here once, and nothing is left to do. */
async function wholeIn(folder: string): Promise<void> {
  const orm = await MikroORM.init(await ormOptions({ folder, pool: 1 }, entities));
  try {
    const database = new Database(orm);
    const clock = new FrozenClock(new Date());
    const sandbox = new Sandbox({ database, wall: () => clock.wall() });
    const stripe = new Stripe('sk_test_chaos', { httpClient: Stripe.createFetchHttpClient(sandbox.fetch) });
    for (const [type, table] of MIRRORS) {
      const [row] = await database.query<{ made: number; here: number }>(
        `select (select count(*)::int from stripe_sandbox.object where type = $1) as made,
                (select count(*)::int from ${table}) as here`,
        [type],
      );
      expect([type, row?.here]).toEqual([type, type === 'customer' ? CUSTOMERS : row?.made]);
    }
    expect(await booked(database)).toEqual(await made(stripe));
    expect(Object.values(await left(database)).filter((count) => count > 0)).toEqual([]);
  } finally {
    await orm.close(true);
  }
}

/** Objects of the provider, and where each of them is here. */
const MIRRORS = [
  ['customer', 'customers_customer'],
  ['subscription', 'billing_subscription'],
  ['charge', 'billing_charge'],
  ['balance_transaction', 'billing_balance_transaction'],
] as const;
