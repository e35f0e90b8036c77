import { MikroORM } from '@mikro-orm/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { migrateUp } from '../platform/database/migrate.js';

/** `up` (the default), `down` (one step) or `status`. */
export async function migrate(app: NestFastifyApplication, [direction = 'up']: readonly string[]): Promise<number> {
  const { migrator } = app.get(MikroORM);
  if (direction === 'status') {
    for (const { name } of await migrator.getExecuted()) console.log(`applied  ${name}`);
    for (const { name } of await migrator.getPending()) console.log(`pending  ${name}`);
    return 0;
  }
  const done = direction === 'down' ? (await migrator.down()).map(({ name }) => name) : await up(app);
  for (const name of done) console.log(`${direction}  ${name}`);
  return 0;
}

/** An embedded installation was brought up to date when it was opened. */
async function up(app: NestFastifyApplication): Promise<string[]> {
  return app.get(Config).databaseUrl === undefined ? [] : migrateUp(app.get(Database));
}
