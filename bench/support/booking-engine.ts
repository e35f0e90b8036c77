import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.js';
import { shadowReplay } from '../../src/cli/shadow/shadow-replay.js';
import { Customers, ProviderLinks } from '../../src/modules/customers/index.js';
import { Inbox, type ProviderEvent } from '../../src/modules/webhooks/index.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { Database } from '../../src/platform/database/database.js';
import { Loops } from '../../src/platform/jobs/loops.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { freshStore, type StoreName } from './fresh-database.js';

export type { StoreName };

/** The engine without its sandbox, on an empty store: events are laid into its inbox, and its own loops fold them. */
export class BookingEngine {
  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly drop: () => Promise<void>,
  ) {}

  static async on(store: StoreName, name: string): Promise<BookingEngine> {
    const { settings, drop } = await freshStore(store, `revenue_bench_${name}`);
    const env = {
      NODE_ENV: 'test',
      REVENUE_DATA_FOLDER: 'memory',
      LOG_LEVEL: 'silent',
      REVENUE_WORKER_CONCURRENCY: '4',
    };
    const config = loadConfig({ ...env, ...(settings.url ? { DATABASE_URL: settings.url } : {}) });
    const app = await createApp({ config, database: settings, migrate: true, backOffice: false });
    await app.init();
    return new BookingEngine(app, drop);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.drop();
  }

  /** Registers `cus_bench0`, `cus_bench1` and so on. */
  async customers(count: number): Promise<void> {
    const customers = this.app.get(Customers, { strict: false });
    const links = this.app.get(ProviderLinks, { strict: false });
    for (let n = 0; n < count; n += 1) {
      const { id } = await customers.register({ email: `bench${n}@example.com` });
      await links.link(id, 'stripe', 'self', `cus_bench${n}`);
    }
  }

  async lay(events: readonly ProviderEvent[], source: 'backfill' | 'api' = 'backfill'): Promise<void> {
    const inbox = this.app.get(Inbox, { strict: false });
    for (let from = 0; from < events.length; from += 600) {
      const batch = events.slice(from, from + 600).map((body) => ({ source, externalId: body.id, body }));
      await this.app.get(Database).transaction(() => inbox.record(batch));
    }
  }

  /** Runs the installation's loops until nothing is due. @returns seconds from the first claim to the last row done */
  async fold(meanwhile: () => Promise<void> = () => pause(50)): Promise<number> {
    const stop = new AbortController();
    const started = performance.now();
    const loops = Promise.all(
      this.app
        .get(Loops)
        .of('inward')
        .map((loop) => loop.run(stop.signal)),
    );
    while (await this.isBusy()) await meanwhile();
    const seconds = (performance.now() - started) / 1000;
    stop.abort();
    await loops;
    return seconds;
  }

  /** A fast fold that books wrongly is no result. @throws when a proof fails */
  async holds(): Promise<void> {
    const failed = (await this.app.get(Proofs).run(['P1', 'P3'])).filter(({ ok }) => !ok);
    if (failed.length > 0) throw new Error(`Proofs fail: ${JSON.stringify(failed)}`);
  }

  /** Folds everything once more beside what stands. @returns the tables that differ */
  async shadow(): Promise<{ events: number; seconds: number; differing: string[] }> {
    const { events, seconds, tables } = await shadowReplay(this.app, {});
    const differing = tables.filter(({ differences }) => differences.length > 0).map(({ table }) => table);
    return { events, seconds, differing };
  }

  count(sql: string): Promise<number> {
    return this.query<{ count: string }>(sql).then(([row]) => Number(row?.count));
  }

  query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.app.get(Database).query<Row>(sql, values);
  }

  private async isBusy(): Promise<boolean> {
    const due = await this.query(`select from webhooks_inbox where status in ('pending', 'waiting') limit 1`);
    return due.length > 0;
  }
}
