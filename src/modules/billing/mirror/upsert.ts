import type { Sql } from '../../../platform/database/database.js';
import { inserter, type Columns } from '../../../platform/database/set-based.js';

/** Writes mirrored rows whole, one statement for all of them: the fold has computed each row from what it knew and heard. */
export function upserter<Row extends object>(
  table: string,
  columns: Columns<Row>,
  key: string,
): (sql: Sql, rows: readonly Row[]) => Promise<void> {
  const changes = Object.keys(columns)
    .filter((name) => !key.split(', ').includes(name))
    .map((name) => `${name} = excluded.${name}`)
    .join(', ');
  const write = inserter<Row>(table, columns, `on conflict (${key}) do update set ${changes}`);
  return async (sql, rows) => void (await write(sql, rows));
}
