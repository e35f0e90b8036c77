import type { EntityMetadata } from '@mikro-orm/core';
import type { Database } from '../../platform/database/database.js';
import type { Column } from './column.js';

export type Row = Record<string, unknown>;

/** Fills in what the row itself does not hold, a name for an id for instance, for all rows of a page at once. */
export type Complete = (rows: Row[], roles: readonly string[]) => Promise<void>;

/** A table the back office reads. */
export class Table {
  constructor(
    readonly database: Database,
    readonly meta: EntityMetadata,
    readonly columns: readonly Column[],
    readonly complete: Complete = async () => undefined,
  ) {}

  get name(): string {
    return this.meta.tableName;
  }

  get key(): Column {
    const key = this.columns.find(({ primary }) => primary);
    if (!key) throw new Error(`${this.name} is shown without its key.`);
    return key;
  }

  /** Every column as text, so that no number passes through a double; JSON indented to be read. */
  get selection(): string {
    return this.columns.map((column) => `${shown(column)} as "${column.name}"`).join(', ');
  }
}

function shown({ sql, kind }: Column): string {
  if (kind === 'boolean') return sql;
  return kind === 'json' ? `jsonb_pretty(${sql}::jsonb)` : `${sql}::text`;
}
