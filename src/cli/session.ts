import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../app.js';
import { Sandbox } from '../integrations/stripe/index.js';
import type { Config } from '../platform/config/config.js';
import { DataFolder } from '../platform/database/data-folder.js';
import { Database } from '../platform/database/database.js';
import { numbersGoOn } from '../platform/database/transaction-numbers.js';
import { arm } from '../platform/ops/failpoints.js';

type Work = (app: NestFastifyApplication) => Promise<number>;

/**
 * The program without a door, for one command: on an embedded installation it takes the folder's lock like any process.
 * What is overdue is asked of business time, which a sandbox keeps in the store.
 * @param begins the command may be the first that happens to a store, which then has no time yet
 */
export async function session(config: Config, work: Work, { begins = false } = {}): Promise<number> {
  const embedded = config.databaseUrl === undefined && config.dataFolder !== 'memory';
  const folder = embedded ? DataFolder.claim(config.dataFolder) : undefined;
  arm(config.failpoints);
  const database = { url: config.databaseUrl, pool: 2, folder: folder?.database };
  const app = await createApp({ config, database, migrate: embedded, backOffice: false });
  try {
    await numbersGoOn(app.get(Database), console.error);
    if (!begins) await app.get<Sandbox | null>(Sandbox, { strict: false })?.open();
    return await work(app);
  } finally {
    await app.close();
    folder?.release();
  }
}
