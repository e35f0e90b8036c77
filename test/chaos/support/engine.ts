import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { FrozenClock } from '../../../src/kernel/clock.js';
import { MikroORM } from '@mikro-orm/core';
import { entities } from '../../../src/mikro-orm.config.js';
import { SCOPES } from '../../../src/platform/auth/access.js';
import { ApiKeys } from '../../../src/platform/auth/api-keys.js';
import { KnownKeys } from '../../../src/platform/auth/known-keys.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { Database } from '../../../src/platform/database/database.js';
import { ormOptions } from '../../../src/platform/database/orm-options.js';
import type { Failpoint } from '../../../src/platform/ops/failpoints.js';
import { Stripe } from 'stripe';
import { Sandbox } from '../../../src/integrations/stripe/index.js';
import { freshStore } from '../../support/database.js';
import { until } from '../../support/until.js';
import { signed } from '../../webhooks/intake-app.js';
import { freePort } from './cluster.js';

const HOME = resolve(import.meta.dirname, '../../..');
const NODE = resolve(HOME, 'node_modules/.bin/node');

const WEBHOOK_SECRET = 'whsec_of_the_chaos_suite';

export interface Start {
  /** Where it is to die: `intent.after-call`, or `intent.after-call:3` for the third time. */
  readonly failpoint?: Failpoint | `${Failpoint}:${number}`;
  readonly role?: 'all' | 'api' | 'worker';
  /** A port of its own beside another process of this installation. */
  readonly beside?: true;
  readonly env?: Readonly<Record<string, string>>;
}

/** An installation on a database of its own: processes come and go, its data and its sandbox stay. */
export class Installation {
  private readonly running = new Set<Engine>();

  private constructor(
    readonly database: Database,
    readonly sandbox: Sandbox,
    readonly stripe: Stripe,
    private readonly env: Readonly<Record<string, string>>,
    readonly key: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<Installation> {
    const { settings, drop } = await freshStore();
    const env = {
      NODE_ENV: 'test',
      DATABASE_URL: settings.url ?? '',
      PORT: String(await freePort()),
      LOG_LEVEL: 'error',
      REVENUE_DATA_FOLDER: 'memory',
      REVENUE_DOCS: 'off',
      STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRET,
      NODE_COMPILE_CACHE: join(tmpdir(), 'revenue-chaos-compiled'),
      REVENUE_PEPPER: 'a'.repeat(16) + 'b'.repeat(16),
      REVENUE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    };
    const orm = await MikroORM.init(await ormOptions({ ...settings, pool: 2 }, entities));
    const database = new Database(orm);
    const clock = new FrozenClock(new Date());
    const config = loadConfig(env);
    const { key } = await new ApiKeys(database, clock, config, new KnownKeys(database, clock, config)).create({
      name: 'chaos',
      scopes: [...SCOPES],
    });
    const sandbox = new Sandbox({ database, wall: () => clock.wall() });
    const stripe = new Stripe('sk_test_chaos', { httpClient: Stripe.createFetchHttpClient(sandbox.fetch) });
    return new Installation(database, sandbox, stripe, env, key, async () => {
      await orm.close(true);
      await drop();
    });
  }

  /** A process that answers requests. */
  async start(how: Start = {}): Promise<Engine> {
    const engine = await this.spawn(how);
    await engine.ready();
    return engine;
  }

  /** A worker, which listens nowhere: it shows itself by what it does. */
  work(how: Omit<Start, 'role' | 'beside'> = {}): Promise<Engine> {
    return this.spawn({ ...how, role: 'worker' });
  }

  /** `revenue verify`, over everything there is. @returns what it said, where something does not hold */
  async verify(): Promise<string> {
    const ended = await promisify(execFile)(NODE, ['dist/src/cli/main.js', 'verify'], {
      cwd: HOME,
      env: inherited(this.env),
    }).catch((error: unknown) => error as { stdout: string; stderr: string });
    return 'code' in ended ? `${ended.stdout}${ended.stderr}` : '';
  }

  private async spawn({ failpoint, role = 'all', beside, env = {} }: Start): Promise<Engine> {
    const port = beside && { PORT: String(await freePort()) };
    const own = { ...this.env, ...port, ROLE: role, ...env, ...(failpoint && { REVENUE_FAILPOINTS: failpoint }) };
    const engine = new Engine(own, this.key);
    this.running.add(engine);
    void engine.gone.then(() => this.running.delete(engine));
    return engine;
  }

  /** What forty seconds bring: the lease of a process that died under an Idempotency-Key ends. */
  async leasesEnd(): Promise<void> {
    await this.database.query(`update platform_idempotency set locked_until = now() where state = 'running'`);
  }

  /** Nothing is left to be delivered, folded, called or read. @throws with what is left */
  async settled(): Promise<void> {
    const isNothingLeft = async (): Promise<boolean> => Object.values(await this.left()).every((count) => count === 0);
    await until(isNothingLeft, 150_000).catch(async (error: unknown) => {
      throw new Error(`${String(error)} Left: ${JSON.stringify(await this.left())}`);
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.running].map((engine) => engine.kill()));
    await this.drop();
  }

  private async left(): Promise<Record<string, number>> {
    const [row] = await this.database.query<Record<string, string>>(LEFT);
    return Object.fromEntries(Object.entries(row ?? {}).map(([what, count]) => [what, Number(count)]));
  }
}

const LEFT = `
  select
    (select count(*) from stripe_sandbox.delivery where state = 'pending') as deliveries,
    (select count(*) from webhooks_inbox where status in ('pending', 'waiting')) as rows,
    (select count(*) from webhooks_refold) as refolds,
    (select count(*) from webhooks_refetch where done_at is null) as fetches,
    (select count(*) from billing_intent where state in ('planned', 'sent')) as calls,
    (select count(*) from platform_consumer c
      where exists (select from platform_event e where (e.tx, e.seq) > (c.tx, c.seq))) as readers`;

/** One process of the program, as an operator starts it. */
export class Engine {
  /** The signal or exit code it ended with. */
  readonly gone: Promise<string>;
  readonly url: string;
  private readonly child: ChildProcess;
  private said = '';

  constructor(
    env: Readonly<Record<string, string>>,
    private readonly key: string,
  ) {
    this.url = `http://127.0.0.1:${env['PORT']}`;
    this.child = spawn(NODE, ['dist/src/main.js'], { cwd: HOME, env: inherited(env), stdio: 'pipe' });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-4000)));
    this.gone = once(this.child, 'exit').then(([code, signal]) => String(signal ?? code));
  }

  get output(): string {
    return this.said;
  }

  async ready(): Promise<void> {
    let ended: string | undefined;
    void this.gone.then((how) => (ended = how));
    await until(async () => {
      if (ended !== undefined) throw new Error(`It ended with ${ended} before it was ready.\n${this.said}`);
      return fetch(`${this.url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    }, 60_000);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.gone;
  }

  /** An event as the provider delivers it: signed. Undefined when the connection ended without an answer. */
  async deliver(event: object): Promise<Answered | undefined> {
    const body = JSON.stringify(event);
    const headers = { 'stripe-signature': signed(Buffer.from(body), WEBHOOK_SECRET, new Date()) };
    return answered(fetch(`${this.url}/webhooks/stripe`, { method: 'POST', headers, body }));
  }

  /** The sum of a metric over all its labels; 0 while it has not been told. */
  async metric(name: string): Promise<number> {
    const response = await fetch(`${this.url}/metrics`, { headers: { authorization: `Bearer ${this.key}` } });
    const lines = (await response.text()).split('\n').filter((line) => new RegExp(`^${name}[{ ]`).test(line));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  /** A request as a client sends it; undefined when the connection ended without an answer. */
  async send(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answered | undefined> {
    return answered(
      fetch(`${this.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json', ...headers },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
  }
}

async function answered(sent: Promise<Response>): Promise<Answered | undefined> {
  try {
    const response = await sent;
    return { status: response.status, body: (await response.json()) as Answered['body'] };
  } catch {
    return undefined;
  }
}

/** Nothing of the tests' own environment reaches the program but where things are. */
function inherited(env: Readonly<Record<string, string>>): Record<string, string> {
  const { PATH = '', HOME: home = '' } = process.env;
  return { PATH, HOME: home, ...env };
}

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
