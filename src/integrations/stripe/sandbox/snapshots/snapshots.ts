import type { Database } from '../../../../platform/database/database.js';
import { invalid, missing } from '../sandbox.errors.js';
import type { Snapshot } from './snapshot.js';
import { COLUMNS, copyOf, given, quoted, refill, type Column } from './tables.js';

interface Row {
  name: string;
  number: string;
  business_at: Date | string;
  shape: string;
  tables: string[];
}

interface Shape {
  readonly text: string;
  readonly tables: ReadonlyMap<string, readonly Column[]>;
}

/**
 * The whole database as it was at one moment, to come back to: the sandbox and whatever shares its database. Copies are
 * tables beside the sandbox's own; to come back, all tables are emptied and filled anew in one transaction.
 */
export class Snapshots {
  constructor(
    private readonly database: Database,
    private readonly wall: () => Date,
  ) {}

  /** @throws when the name is taken or odd */
  async take(name: string, businessAt: Date): Promise<Snapshot> {
    if (!/^[a-z0-9_-]{1,40}$/.test(name))
      throw invalid('A name has small letters, digits, _ and - only.', { param: 'name' });
    return this.database.transaction(async () => {
      const shape = await this.shape();
      const tables = [...shape.tables.keys()];
      await this.database.query(`lock table ${tables.join(', ')} in share mode`);
      const [row] = await this.database.query<{ number: string }>(
        `insert into stripe_sandbox.snapshot (name, business_at, shape, tables) values ($1, $2, $3, $4)
         on conflict do nothing returning number::text as number`,
        [name, businessAt.toISOString(), shape.text, JSON.stringify(tables)],
      );
      if (!row)
        throw invalid(`There is a snapshot called ${name}.`, { code: 'resource_already_exists', param: 'name' });
      for (const [index, table] of tables.entries()) {
        await this.database.query(`create table ${copyOf(row.number, index)} as table ${table}`);
      }
      return { name, business_at: businessAt.toISOString(), tables: tables.length };
    });
  }

  /** Business time is again what it was, whether it stood or ran. */
  async restore(name: string): Promise<Snapshot> {
    return this.database.transaction(async () => {
      const row = await this.found(name);
      const shape = await this.shape();
      if (shape.text !== row.shape) throw invalid('The tables have changed since that snapshot was taken.');
      // Rows come back as they were, so what guards new ones (triggers, references) has to stand aside.
      await this.database.query('set local session_replication_role = replica');
      await this.database.query(`set local lock_timeout = '20s'`);
      await this.database.query(`truncate ${row.tables.join(', ')}`);
      for (const [index, table] of row.tables.entries()) {
        await this.database.query(refill(table, copyOf(row.number, index), given(shape.tables.get(table) ?? [])));
      }
      const at = new Date(row.business_at);
      await this.database.query('update stripe_sandbox.state set offset_ms = $1 where held_at is null', [
        at.getTime() - this.wall().getTime(),
      ]);
      return { name, business_at: at.toISOString(), tables: row.tables.length };
    });
  }

  async drop(name: string): Promise<Snapshot> {
    return this.database.transaction(async () => {
      const { number, tables, business_at: at } = await this.found(name);
      for (const index of tables.keys()) await this.database.query(`drop table ${copyOf(number, index)}`);
      await this.database.query('delete from stripe_sandbox.snapshot where name = $1', [name]);
      return { name, business_at: new Date(at).toISOString(), tables: tables.length };
    });
  }

  async all(): Promise<Snapshot[]> {
    const rows = await this.rows('order by number', []);
    return rows.map(({ name, business_at: at, tables }) => ({
      name,
      business_at: new Date(at).toISOString(),
      tables: tables.length,
    }));
  }

  private async found(name: string): Promise<Row> {
    const [row] = await this.rows('where name = $1', [name]);
    if (!row) throw missing('snapshot', name);
    return row;
  }

  private async rows(where: string, parameters: readonly unknown[]): Promise<Row[]> {
    return this.database.query<Row>(
      `select name, number::text as number, business_at, shape, tables from stripe_sandbox.snapshot ${where}`,
      parameters,
    );
  }

  /** Every table but the copies themselves, with its columns. */
  private async shape(): Promise<Shape> {
    const columns = await this.database.query<Column & { schema: string; name: string }>(COLUMNS);
    const tables = new Map<string, Column[]>();
    for (const column of columns) {
      const table = quoted(column.schema, column.name);
      tables.set(table, [...(tables.get(table) ?? []), column]);
    }
    return { text: JSON.stringify(columns), tables };
  }
}
