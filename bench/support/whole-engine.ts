import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connectSandbox, createApp } from '../../src/app.js';
import { Sandbox, StripeClient } from '../../src/integrations/stripe/index.js';
import type { World } from '../../src/integrations/stripe/sandbox/simulation/stage.js';
import { ApiKeys } from '../../src/platform/auth/api-keys.js';
import { SCOPES } from '../../src/platform/auth/access.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { Database } from '../../src/platform/database/database.js';
import { Readiness } from '../../src/platform/ops/readiness.js';
import { Worker } from '../../src/worker.js';
import { freshStore, type StoreName } from './fresh-database.js';

/** More than this a minute one key may not ask for, so the company's people take turns. */
const CALLS_A_KEY = 100;

/** The whole program with its sandbox, listening, on an empty store and a held clock. */
export class WholeEngine {
  private key = '';
  private calls = 0;

  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly url: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async on(store: StoreName, from: Date): Promise<WholeEngine> {
    const { settings, drop } = await freshStore(store, 'revenue_bench_simulation');
    const env = { NODE_ENV: 'test', REVENUE_DATA_FOLDER: 'memory', LOG_LEVEL: 'silent' };
    const config = loadConfig({ ...env, ...(settings.url ? { DATABASE_URL: settings.url } : {}) });
    const sandbox = { seed: 'bench' };
    const app = await createApp({ config, database: settings, migrate: true, backOffice: false, sandbox });
    await app.listen(0, '127.0.0.1');
    app.get(Readiness).started();
    const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    await app.get(Sandbox, { strict: false }).startAt(from);
    await connectSandbox(app, url);
    return new WholeEngine(app, url, drop);
  }

  get world(): World {
    const sandbox = this.app.get(Sandbox, { strict: false });
    const worker = this.app.get(Worker, { strict: false });
    return {
      stripe: this.app.get(StripeClient, { strict: false }).sdk,
      api: (method, path, body) => this.call(method, path, body),
      advance: (to) => sandbox.advance({ to }),
      settle: () => worker.drain(),
      say: (progress) => console.error(progress),
    };
  }

  /** How many events of the provider were taken in. */
  async events(): Promise<number> {
    const [row] = await this.app
      .get(Database)
      .query<{ count: string }>('select count(*)::text as count from webhooks_inbox');
    return Number(row?.count);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.drop();
  }

  private async call(method: string, path: string, body?: object) {
    if (this.calls % CALLS_A_KEY === 0) {
      this.key = (await this.app.get(ApiKeys).create({ name: 'bench', scopes: [...SCOPES] })).key;
    }
    this.calls += 1;
    const headers = { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' };
    const asked = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(`${this.url}${path}`, asked);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
}
