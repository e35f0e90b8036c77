import type { Sql } from './database.js';

/** A column's type in Postgres words, by column name: `{ id: 'uuid', minor: 'bigint' }`. */
export type Columns<Row> = { readonly [Name in keyof Row & string]: string };

/**
 * One statement for any number of rows: append-only tables are written this way, never a statement a row.
 * @param tail what follows the select, `on conflict do nothing returning id`
 */
export function inserter<Row extends object>(table: string, columns: Columns<Row>, tail = '') {
  const names = Object.keys(columns).join(', ');
  const typed = Object.entries<string>(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');
  const statement = `insert into ${table} (${names}) select ${names} from jsonb_to_recordset($1::jsonb) as row(${typed}) ${tail}`;

  return async <Returned extends object = Record<string, unknown>>(
    sql: Sql,
    rows: readonly Row[],
  ): Promise<Returned[]> => (rows.length === 0 ? [] : sql.query<Returned>(statement, [JSON.stringify(rows)]));
}
