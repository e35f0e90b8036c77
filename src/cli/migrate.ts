import { MikroORM } from '@mikro-orm/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** `up` (the default), `down` (one step) or `status`. */
export async function migrate(app: NestFastifyApplication, [direction = 'up']: readonly string[]): Promise<number> {
  const { migrator } = app.get(MikroORM);
  if (direction === 'status') {
    for (const { name } of await migrator.getExecuted()) console.log(`applied  ${name}`);
    for (const { name } of await migrator.getPending()) console.log(`pending  ${name}`);
    return 0;
  }
  const done = direction === 'down' ? await migrator.down() : await migrator.up();
  for (const { name } of done) console.log(`${direction}  ${name}`);
  return 0;
}
