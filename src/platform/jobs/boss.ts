import type { MikroORM } from '@mikro-orm/core';
import type { PgBoss } from 'pg-boss';
import type { Config } from '../config/config.js';

const SCHEMA = 'pgboss';

/** Who does not answer at all is given up, and the connection with him; the options are the driver's. */
const PATIENCE = { connectionTimeoutMillis: 5_000, query_timeout: 20_000 };

type Client = Parameters<typeof import('pg-boss').fromPglite>[0];

interface Native {
  query<Row>(sql: string, parameters?: unknown[], options?: object): Promise<{ rows: Row[] }>;
  exec(sql: string, options?: object): ReturnType<Client['exec']>;
}

/** What MikroORM's connection offers on the embedded store. */
interface Embedded {
  getNativeClient(): Promise<Native>;
}

/**
 * pg-boss on the store at hand. On Postgres it has two connections of its own. Embedded it shares the one PGlite: its
 * statements queue behind an open transaction, which is why nothing may call it from inside one.
 */
export async function openBoss(orm: MikroORM, { databaseUrl }: Pick<Config, 'databaseUrl'>): Promise<PgBoss> {
  const { PgBoss, fromPglite } = await import('pg-boss');
  if (databaseUrl !== undefined) {
    const own = { connectionString: databaseUrl, max: 2, schema: SCHEMA, ...PATIENCE };
    return new PgBoss(own);
  }

  const connection = orm.em.getDriver().getConnection() as unknown as Embedded;
  const native = asPgBossReads(await connection.getNativeClient());
  return new PgBoss({ db: fromPglite(native), backend: 'pglite', schema: SCHEMA });
}

const INT8 = 20;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;

// The ORM leaves instants and large numbers as text, and pg-boss counts with both.
function asPgBossReads(native: Native): Client {
  const date = (text: string) => new Date(text);
  const options = { parsers: { [INT8]: Number, [TIMESTAMP]: date, [TIMESTAMPTZ]: date } };
  return {
    query: <Row>(sql: string, parameters?: unknown[]) => native.query<Row>(sql, parameters, options),
    exec: (sql: string) => native.exec(sql, options),
  };
}
