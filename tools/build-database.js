// Makes what an embedded installation begins with: a database that is migrated and empty.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MikroORM } from '@mikro-orm/core';

const DIST = resolve(import.meta.dirname, '../dist');
const OUT = join(DIST, 'database');

rmSync(OUT, { recursive: true, force: true });
const { ormOptions } = await import(join(DIST, 'src/platform/database/orm-options.js'));
const orm = await MikroORM.init({
  ...(await ormOptions({ folder: OUT, pool: 1 }, [])),
  discovery: { warnWhenNoEntities: false },
});
await orm.migrator.up();
// Whoever begins with a copy has no log to read first.
await orm.em.getConnection().execute('checkpoint');
await orm.close(true);
