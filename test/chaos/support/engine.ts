import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FrozenClock } from '../../../src/kernel/clock.js';
import { MikroORM } from '@mikro-orm/core';
import { entities } from '../../../src/mikro-orm.config.js';
import { SCOPES } from '../../../src/platform/auth/access.js';
import { ApiKeys } from '../../../src/platform/auth/api-keys.js';
import { KnownKeys } from '../../../src/platform/auth/known-keys.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { Database } from '../../../src/platform/database/database.js';
import { ormOptions, type DatabaseSettings } from '../../../src/platform/database/orm-options.js';
import type { Failpoint } from '../../../src/platform/ops/failpoints.js';
import pg from 'pg';
import { Stripe } from 'stripe';
import { Sandbox } from '../../../src/integrations/stripe/index.js';
import { freshStore } from '../../support/database.js';
import { until } from '../../support/until.js';
import { freePort } from '../../support/free-port.js';
import { command } from './command.js';
import { left } from './counted.js';
import { imageOf } from './image/image.js';
import { Engine, WEBHOOK_SECRET } from './process.js';

export { Engine, type Answered } from './process.js';

export interface Start {
  /** Where it is to die: `intent.after-call`, or `intent.after-call:3` for the third time; with `=freeze` it stands still. */
  readonly failpoint?: Failpoint | `${Failpoint}:${number}` | `${Failpoint}=freeze`;
  readonly role?: 'all' | 'api' | 'worker';
  /** A port of its own beside another process of this installation. */
  readonly beside?: true;
  readonly env?: Readonly<Record<string, string>>;
  /** Woken from an image of a worker, for those that live for one. */
  readonly image?: string;
}

/** An installation on a database of its own: processes come and go, its data and its sandbox stay. */
export class Installation {
  private readonly running = new Set<Engine>();
  private readonly images: string[] = [];

  private constructor(
    readonly database: Database,
    readonly sandbox: Sandbox,
    readonly stripe: Stripe,
    private readonly env: Readonly<Record<string, string>>,
    readonly key: string,
    private readonly keys: ApiKeys,
    private readonly drop: () => Promise<void>,
  ) {}

  /**
   * @param own settings of this installation, beside those that all have
   * @param prepare done to its store before anybody is connected
   */
  static async open(
    own: Readonly<Record<string, string>> = {},
    prepare: (storeUrl: string) => Promise<void> = async () => undefined,
  ): Promise<Installation> {
    const { settings, drop } = await freshStore();
    await prepare(settings.url ?? '');
    return Installation.on(settings, own, drop);
  }

  /** On a store that is there. */
  static async on(
    settings: DatabaseSettings,
    own: Readonly<Record<string, string>> = {},
    drop: () => Promise<void> = async () => undefined,
  ): Promise<Installation> {
    const env = { ...(await settingsOn(settings.url ?? '')), ...own };
    const orm = await MikroORM.init(await ormOptions({ ...settings, pool: 2 }, entities));
    const database = new Database(orm);
    const clock = new FrozenClock(new Date());
    const config = loadConfig(env);
    const keys = new ApiKeys(database, clock, config, new KnownKeys(database, clock, config));
    const { key } = await keys.create({ name: 'chaos', scopes: [...SCOPES] });
    const sandbox = new Sandbox({ database, wall: () => clock.wall() });
    const stripe = new Stripe('sk_test_chaos', { httpClient: Stripe.createFetchHttpClient(sandbox.fetch) });
    return new Installation(database, sandbox, stripe, env, key, keys, async () => {
      await orm.close(true);
      await drop();
    });
  }

  /** What somebody else sends who may do everything too: some acts take two. */
  async somebodyElse(): Promise<Record<string, string>> {
    const { key } = await this.keys.create({ name: 'somebody else', scopes: [...SCOPES] });
    return { authorization: `Bearer ${key}` };
  }

  /** A process that answers requests. */
  async start(how: Start = {}): Promise<Engine> {
    const engine = await this.spawn(how);
    await engine.ready();
    return engine;
  }

  /** A process that has only just begun. */
  unready(how: Start = {}): Promise<Engine> {
    return this.spawn(how);
  }

  /** A worker, which takes no requests: it shows itself by what it does. */
  work(how: Omit<Start, 'role' | 'beside'> = {}): Promise<Engine> {
    return this.spawn({ ...how, role: 'worker' });
  }

  /** An image of a worker of this installation, to wake processes from. */
  async image(own: Readonly<Record<string, string>> = {}): Promise<string> {
    const image = await imageOf({ ...this.env, ...own });
    this.images.push(image);
    return image;
  }

  /** `revenue verify`, over everything there is. @returns what it said, where something does not hold */
  verify(): Promise<string> {
    return this.command('verify');
  }

  /** Everything folded again elsewhere, in another order. @returns what it said, where it came to something else */
  replayed(seed: number): Promise<string> {
    return this.command('replay', '--shadow', '--shuffle', String(seed));
  }

  /** A command of the command line. @returns what it said, where it did not end well */
  async command(...words: readonly string[]): Promise<string> {
    const { ended, said } = await command(words, this.env);
    return ended === '0' ? '' : `${ended}\n${said}`;
  }

  /** Where this installation's data lives. */
  get storeUrl(): string {
    return this.env['DATABASE_URL'] ?? '';
  }

  private async spawn({ failpoint, role = 'all', beside, env = {}, image }: Start): Promise<Engine> {
    const port = {
      ...(beside && { PORT: String(await freePort()) }),
      ...(role === 'worker' && { METRICS_PORT: String(await freePort()) }),
    };
    const own = { ...this.env, ...port, ROLE: role, ...env, ...(failpoint && { REVENUE_FAILPOINTS: failpoint }) };
    const engine = new Engine(own, this.key, image ? ['--snapshot-blob', image] : undefined);
    this.running.add(engine);
    void engine.gone.then(() => this.running.delete(engine));
    return engine;
  }

  /** Holds a table, so that whoever reads or writes it waits. */
  async locked(table: string): Promise<{ free(): Promise<void> }> {
    const client = new pg.Client({ connectionString: this.storeUrl });
    await client.connect();
    await client.query(`begin; lock table ${table} in access exclusive mode`);
    return { free: () => client.end() };
  }

  /** What forty seconds bring: the lease of a process that died under an Idempotency-Key ends. */
  async leasesEnd(): Promise<void> {
    await this.database.query(`update platform_idempotency set locked_until = now() where state = 'running'`);
  }

  /** Nothing is left to be delivered, folded, called or read. @throws with what is left */
  async settled(): Promise<void> {
    const isNothingLeft = async (): Promise<boolean> =>
      Object.values(await left(this.database)).every((count) => count === 0);
    await until(isNothingLeft, 150_000).catch(async (error: unknown) => {
      throw new Error(`${String(error)} Left: ${JSON.stringify(await left(this.database))}`);
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.running].map((engine) => engine.kill()));
    await Promise.all(this.images.map((image) => rm(dirname(image), { recursive: true })));
    await this.drop();
  }
}

/** What every process is told that works on this store. */
export async function settingsOn(store: string): Promise<Record<string, string>> {
  return {
    NODE_ENV: 'test',
    DATABASE_URL: store,
    PORT: String(await freePort()),
    LOG_LEVEL: 'error',
    REVENUE_DATA_FOLDER: 'memory',
    REVENUE_DOCS: 'off',
    STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRET,
    NODE_COMPILE_CACHE: join(tmpdir(), 'revenue-chaos-compiled'),
    REVENUE_PEPPER: 'a'.repeat(16) + 'b'.repeat(16),
    REVENUE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  };
}
