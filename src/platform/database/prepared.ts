import { createHash } from 'node:crypto';
import { Database, type Sql } from './database.js';

interface Pool {
  query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: object[] }>;
}

/**
 * Statements whose plan the connection keeps: for the few that run thousands of times, where planning costs as much as
 * doing. Inside a transaction, and on PGlite, they are statements like all others.
 */
export function prepared(database: Database): Sql {
  let plans: Promise<Sql> | undefined;
  return {
    query: async (text, values) => {
      if (Database.isInTransaction) return database.query(text, values);
      return (await (plans ??= planned(database))).query(text, values);
    },
  };
}

async function planned(database: Database): Promise<Sql> {
  const connection = database.orm.em.getConnection() as unknown as { getNativeClient(): Promise<object> };
  const native = await connection.getNativeClient();
  return 'totalCount' in native ? onPool(native as unknown as Pool) : database;
}

function onPool(pool: Pool): Sql {
  const names = new Map<string, string>();
  return {
    async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
      const name = names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
      names.set(text, name);
      const { rows } = await pool.query({ name, text, values: [...values] });
      return rows as Row[];
    },
  };
}
