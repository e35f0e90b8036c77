import type { MikroORM } from '@mikro-orm/core';
import type { PgBoss } from 'pg-boss';
import type { Config } from '../config/config.js';

const SCHEMA = 'pgboss';

/** What MikroORM's connection offers on the embedded store. */
interface Embedded {
  getNativeClient(): Promise<Parameters<typeof import('pg-boss').fromPglite>[0]>;
}

/**
 * pg-boss on the store at hand. On Postgres it has two connections of its own. Embedded it shares the one PGlite: its
 * statements queue behind an open transaction, which is why nothing may call it from inside one.
 */
export async function openBoss(orm: MikroORM, { databaseUrl }: Pick<Config, 'databaseUrl'>): Promise<PgBoss> {
  const { PgBoss, fromPglite } = await import('pg-boss');
  if (databaseUrl !== undefined) return new PgBoss({ connectionString: databaseUrl, max: 2, schema: SCHEMA });

  const connection = orm.em.getDriver().getConnection() as unknown as Embedded;
  return new PgBoss({ db: fromPglite(await connection.getNativeClient()), backend: 'pglite', schema: SCHEMA });
}
