import { fileURLToPath } from 'node:url';
import type { EntitySchema, Options } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { fewParsers } from './few-parsers.js';
import { giveBackLost } from './lost-connections.js';
import { MigrationFiles } from './migration-files.js';
import { endSilent } from './silent-connections.js';

export interface DatabaseSettings {
  /** A Postgres to connect to; absent, PGlite is embedded. */
  readonly url?: string | undefined;
  readonly pool: number;
  /** PGlite's folder; absent, it lives in memory. */
  readonly folder?: string | undefined;
  /** A dump of a PGlite data folder to begin with. */
  readonly dump?: Blob | undefined;
}

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** A query of more than this is a defect or an attack; reports set their own. */
const GUARDS = {
  statement_timeout: 15_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 30_000,
  // To connect, and to wait for a connection that others hold.
  connectionTimeoutMillis: 5_000,
  options: '-c timezone=UTC',
};

/** MikroORM on Postgres, or on PGlite when no server is named. Both speak the same SQL and give the same row types. */
export async function ormOptions(settings: DatabaseSettings, entities: readonly EntitySchema[]): Promise<Options> {
  const common = {
    entities: [...entities],
    extensions: [Migrator],
    migrations: {
      path: MIGRATIONS,
      pathTs: MIGRATIONS,
      glob: MigrationFiles,
      tableName: 'platform_migration',
      snapshot: false,
      silent: true,
      disableForeignKeys: false,
    },
    // The sandbox and the job queue keep their tables to themselves.
    schemaGenerator: { managementDbName: 'postgres', ignoreSchema: ['stripe_sandbox', 'pgboss'] },
    forceUtcTimezone: true,
    allowGlobalContext: false,
  };
  if (settings.url) {
    const { defineConfig } = await import('@mikro-orm/postgresql');
    return defineConfig({
      ...common,
      clientUrl: settings.url,
      pool: { min: 0, max: settings.pool },
      driverOptions: { ...GUARDS, onPoolCreated: guardConnections },
    }) as Options;
  }
  return embedded(settings, common);
}

function guardConnections(pool: Parameters<typeof giveBackLost>[0] & Parameters<typeof endSilent>[0]): void {
  giveBackLost(pool);
  endSilent(pool);
}

async function embedded(settings: DatabaseSettings, common: object): Promise<Options> {
  const { defineConfig, PgliteDriver } = await import('@mikro-orm/pglite');
  return defineConfig({
    ...common,
    driver: PgliteDriver,
    dbName: settings.folder ?? 'memory://',
    // A function, because the ORM copies plain options deep and a Blob does not survive that.
    driverOptions: () => ({
      ...(settings.dump ? { loadDataDir: settings.dump } : {}),
      extensions: { fewParsers },
      // As node-postgres gives them: whole numbers of eight bytes as text, bytes as a Buffer.
      parsers: { 20: (text: string) => text, 17: (text: string) => Buffer.from(text.slice(2), 'hex') },
    }),
  }) as unknown as Options;
}
