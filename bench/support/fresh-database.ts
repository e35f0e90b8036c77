import { MikroORM } from '@mikro-orm/core';
import { Database } from '../../src/platform/database/database.js';
import { ormOptions, type DatabaseSettings } from '../../src/platform/database/orm-options.js';

const SERVER = process.env['BENCH_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

export type StoreName = 'postgres' | 'pglite';

/** An empty store, and how to be rid of it. */
export async function freshStore(
  store: StoreName,
  name: string,
): Promise<{ settings: DatabaseSettings; drop: () => Promise<void> }> {
  return store === 'postgres' ? freshBenchDatabase(name) : { settings: { pool: 1 }, drop: async () => undefined };
}

/** An empty database on the bench's server, and how to be rid of it. */
export async function freshBenchDatabase(
  name: string,
): Promise<{ settings: DatabaseSettings; drop: () => Promise<void> }> {
  await onServer(`drop database if exists ${name} with (force)`);
  await onServer(`create database ${name}`);
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  return { settings: { url: url.href, pool: 8 }, drop: () => onServer(`drop database if exists ${name} with (force)`) };
}

async function onServer(sql: string): Promise<void> {
  const orm = await MikroORM.init({
    ...(await ormOptions({ url: SERVER, pool: 1 }, [])),
    discovery: { warnWhenNoEntities: false },
  });
  try {
    await new Database(orm).query(sql);
  } finally {
    await orm.close(true);
  }
}
