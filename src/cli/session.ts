import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../app.js';
import type { Config } from '../platform/config/config.js';
import { DataFolder } from '../platform/database/data-folder.js';
import { arm } from '../platform/ops/failpoints.js';

/** The program without a door, for one command: on an embedded installation it takes the folder's lock like any process. */
export async function session(config: Config, work: (app: NestFastifyApplication) => Promise<number>): Promise<number> {
  const embedded = config.databaseUrl === undefined && config.dataFolder !== 'memory';
  const folder = embedded ? DataFolder.claim(config.dataFolder) : undefined;
  arm(config.failpoints);
  const database = { url: config.databaseUrl, pool: 2, folder: folder?.database };
  const app = await createApp({ config, database, migrate: embedded, backOffice: false });
  try {
    return await work(app);
  } finally {
    await app.close();
    folder?.release();
  }
}
