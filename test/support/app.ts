import { Logger } from 'nestjs-pino';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connectSandbox, createApp } from '../../src/app.js';
import { Sandbox, StripeClient } from '../../src/integrations/stripe/index.js';
import { SystemClock, type Clock } from '../../src/kernel/clock.js';
import { ApiKeys } from '../../src/platform/auth/api-keys.js';
import { SCOPES, type ScopeName } from '../../src/platform/auth/access.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import type { Config } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import { EventTypes } from '../../src/platform/events/event-types.js';
import { Readiness } from '../../src/platform/ops/readiness.js';
import { ApiDocument } from '../../src/platform/http/api-document.js';
import { Worker } from '../../src/worker.js';
import type { DatabaseSettings } from '../../src/platform/database/orm-options.js';
import { contract } from './contract.js';
import { freshStore } from './database.js';
import { Described } from './described.js';
import { faultsOfRecorded } from './recorded-events.js';

export interface TestAppOptions {
  /** Business time the sandbox is held at. */
  readonly now?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly machine?: Clock;
  /** With sign-in, back office and live page, which have to be built. */
  readonly backOffice?: boolean;
  readonly sandbox?: Partial<ConstructorParameters<typeof Sandbox>[0]>;
  /** A store that outlives the program, and which is not dropped with it; begun on before, its sandbox's time goes on. */
  readonly on?: { readonly settings: DatabaseSettings; readonly port?: number };
}

/** The whole application, on a store of its own and the sandbox with a held clock. */
export interface TestApp {
  readonly nest: NestFastifyApplication;
  readonly url: string;
  readonly config: Config;
  readonly database: Database;
  readonly sandbox: Sandbox;
  readonly stripe: StripeClient['sdk'];
  readonly worker: Worker;
  /** Everything there is to do now, and what follows from it. */
  settle(): Promise<void>;
  /** Business time moves on, by a duration or to an instant; each day is worked off as it passes. */
  advance(journey: { to: Date } | { by: string }): Promise<void>;
  key(...scopes: ScopeName[]): Promise<string>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** @throws when an event was recorded that is not what the catalogue says */
  close(): Promise<void>;
}

export async function startApp({
  now = '2026-03-01T00:00:00Z',
  env = {},
  machine,
  backOffice = false,
  sandbox: faked,
  on,
}: TestAppOptions = {}): Promise<TestApp> {
  const { settings, drop } = on ? { ...on, drop: async () => undefined } : await freshStore();
  const own = { NODE_ENV: 'test', REVENUE_DATA_FOLDER: 'memory', LOG_LEVEL: 'silent', REDIS_URL: ownWindows() };
  const config = loadConfig({ ...own, ...env });
  const nest = await createApp({
    config,
    database: settings,
    machine: machine ?? new SystemClock(),
    backOffice,
    sandbox: { seed: 'test', validate: contract(), ...faked },
  });
  await nest.listen(on?.port ?? 0, '127.0.0.1');
  nest.useLogger(nest.get(Logger));
  nest.get(Readiness).started();
  const url = (await nest.getUrl()).replace('[::1]', '127.0.0.1');
  const sandbox = nest.get(Sandbox, { strict: false });
  if (on?.port === undefined) await sandbox.startAt(new Date(now));
  await connectSandbox(nest, url);
  const worker = nest.get(Worker, { strict: false });
  const all = await nest.get(ApiKeys).create({ name: 'test', scopes: [...SCOPES] });

  const described = new Described(() => nest.get(ApiDocument, { strict: false }).read());
  const send: TestApp['send'] = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${all.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return described.hold(method, path, answer);
  };
  return {
    nest,
    url,
    config,
    database: nest.get(Database),
    sandbox,
    stripe: nest.get(StripeClient, { strict: false }).sdk,
    worker,
    settle: () => worker.drain(),
    advance: async (journey) => {
      await sandbox.advance(journey, () => worker.drain());
      await worker.drain();
    },
    key: async (...scopes) => (await nest.get(ApiKeys).create({ name: 'test', scopes })).key,
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body = {}, headers) => send('POST', path, body, headers),
    close: async () => {
      const faults = await faultsOfRecorded(nest.get(Database), nest.get(EventTypes).all());
      await nest.close();
      await drop();
      if (faults.length > 0) throw new Error(`What was recorded is not what the catalogue says: ${faults.join('; ')}`);
    },
  };
}

let apps = 0;

/** Where a test's limits are counted: in memory, or on the server that REDIS_URL names, apart from all other tests'. */
function ownWindows(): string | undefined {
  const server = process.env['REDIS_URL'];
  if (!server) return undefined;
  const url = new URL(server);
  url.searchParams.set('keyPrefix', `revenue_test_${process.pid}_${(apps += 1)}:`);
  return url.href;
}
