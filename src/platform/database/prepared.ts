import { createHash } from 'node:crypto';
import type { Database, Sql } from './database.js';

interface Pool {
  query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: object[] }>;
}

/**
 * Statements whose plan the connection keeps: for the few that run thousands of times a second and outside any
 * transaction, where planning costs as much as doing. On PGlite they are statements like all others.
 */
export async function prepared(database: Database): Promise<Sql> {
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
