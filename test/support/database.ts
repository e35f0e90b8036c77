import { mkdirSync, existsSync, readFileSync, writeFileSync, readdirSync, renameSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MikroORM } from '@mikro-orm/core';
import { FrozenClock } from '../../src/kernel/clock.js';
import { entities } from '../../src/mikro-orm.config.js';
import { Database } from '../../src/platform/database/database.js';
import { ormOptions, type DatabaseSettings } from '../../src/platform/database/orm-options.js';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

export interface TestDatabase {
  readonly orm: MikroORM;
  readonly database: Database;
  readonly clock: FrozenClock;
  close(): Promise<void>;
}

/** A migrated database of one's own: PGlite in memory, or a fresh Postgres database where TEST_DATABASE_URL names a server. */
export async function startDatabase({ migrations = true } = {}): Promise<TestDatabase> {
  const { settings, drop } = await freshStore(migrations);
  const orm = await MikroORM.init(await ormOptions(settings, entities));
  return {
    orm,
    database: new Database(orm),
    clock: new FrozenClock(new Date('2026-03-01T00:00:00Z')),
    close: async () => {
      await orm.close(true);
      await drop();
    },
  };
}

/** Where a test's data lives, migrated once for each state of the migrations folder and copied from then on. */
export async function freshStore(migrated = true): Promise<{ settings: DatabaseSettings; drop: () => Promise<void> }> {
  const server = process.env['TEST_DATABASE_URL'];
  if (server) return freshPostgres(server, migrated);
  const dump = migrated ? await pgliteDump() : undefined;
  return { settings: { pool: 1, dump }, drop: async () => undefined };
}

async function freshPostgres(server: string, migrated: boolean) {
  const template = migrated ? await postgresTemplate(server) : 'template0';
  const name = `revenue_test_${process.pid}_${String(process.hrtime.bigint())}`;
  await onServer(server, `create database ${name} template ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    settings: { url: url.href, pool: 6 },
    drop: () => onServer(server, `drop database if exists ${name} with (force)`),
  };
}

async function postgresTemplate(server: string): Promise<string> {
  const name = `revenue_template_${migrationsHash()}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await onServer(server, `select pg_advisory_lock(4711)`, async (query) => {
    const [found] = await query(`select 1 from pg_database where datname = '${name}_ready'`);
    if (found) return;
    await query(`drop database if exists ${name} with (force)`);
    await query(`create database ${name}`);
    await migrate({ url: url.href, pool: 1 });
    await query(`alter database ${name} rename to ${name}_ready`);
  });
  return `${name}_ready`;
}

async function onServer(
  server: string,
  sql: string,
  more?: (query: (sql: string) => Promise<unknown[]>) => Promise<void>,
): Promise<void> {
  const orm = await MikroORM.init({
    ...(await ormOptions({ url: server, pool: 1 }, [])),
    discovery: { warnWhenNoEntities: false },
  });
  const database = new Database(orm);
  try {
    await database.query(sql);
    await more?.((text) => database.query(text));
  } finally {
    await orm.close(true);
  }
}

async function pgliteDump(): Promise<Blob> {
  const folder = join(tmpdir(), 'revenue-engine-test');
  const file = join(folder, `pglite-${migrationsHash()}.tar`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const orm = await migrate({ pool: 1 }, false);
    const connection = orm.em.getDriver().getConnection() as unknown as {
      getNativeClient(): Promise<{ dumpDataDir(compression: 'none'): Promise<Blob> }>;
    };
    const dump = await (await connection.getNativeClient()).dumpDataDir('none');
    const partial = `${file}.${process.pid}`;
    writeFileSync(partial, Buffer.from(await dump.arrayBuffer()));
    renameSync(partial, file);
    await orm.close(true);
  }
  return new Blob([readFileSync(file)]);
}

async function migrate(settings: DatabaseSettings, close = true): Promise<MikroORM> {
  const orm = await MikroORM.init(await ormOptions(settings, entities));
  await orm.migrator.up();
  if (close) await orm.close(true);
  return orm;
}

function migrationsHash(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS).toSorted()) hash.update(name).update(readFileSync(join(MIGRATIONS, name)));
  return hash.digest('hex').slice(0, 12);
}
