import { BaseDatabase, BaseRecord, BaseResource, type ActionContext, type Filter } from 'adminjs';
import type { Column } from './column.js';
import { conditionOf, type Condition } from './condition.js';
import { TableProperty } from './table-property.js';
import { Table, type Row } from './table.js';

const MOST = 500;

interface Page {
  limit?: number;
  offset?: number;
  sort?: { sortBy?: string; direction?: 'asc' | 'desc' };
}

/** AdminJS reads tables through this and cannot write: `create`, `update` and `delete` stay the refusals of its base. */
export class TableResource extends BaseResource {
  private readonly byName: ReadonlyMap<string, TableProperty>;

  static override isAdapterFor(given: unknown): boolean {
    return given instanceof Table;
  }

  constructor(private readonly table: Table) {
    super(table);
    this.byName = new Map(table.columns.map((column, index) => [column.name, new TableProperty(column, index)]));
  }

  override databaseName(): string {
    return 'revenue';
  }

  override databaseType(): string {
    return 'PostgreSQL';
  }

  override id(): string {
    return this.table.name;
  }

  override properties(): TableProperty[] {
    return [...this.byName.values()];
  }

  override property(path: string): TableProperty | null {
    return this.byName.get(path) ?? null;
  }

  override async count(filter: Filter): Promise<number> {
    const { sql, parameters } = this.where(filter);
    const [row] = await this.table.database.query<{ n: string }>(
      `select count(*) as n from ${this.table.name} where ${sql}`,
      parameters,
    );
    return Number(row?.n ?? 0);
  }

  override async find(
    filter: Filter,
    { limit = 10, offset = 0, sort }: Page,
    context?: ActionContext,
  ): Promise<BaseRecord[]> {
    const { sql, parameters } = this.where(filter);
    const by = this.sortable(sort?.sortBy);
    const direction = sort?.direction === 'desc' ? 'desc' : 'asc';
    const order = [by, this.table.key].map((column) => this.ordered(column, direction)).join(', ');
    const page = `limit ${Math.min(limit, MOST)} offset ${Math.max(0, Math.trunc(offset))}`;
    return this.records({ sql: `${sql} order by ${order} ${page}`, parameters }, context);
  }

  /** Named with its table: a bare name would mean the text it is selected as, and 100 would stand before 20. */
  private ordered({ sql, required }: Column, direction: 'asc' | 'desc'): string {
    const named = /^\w+$/.test(sql) ? `${this.table.name}.${sql}` : sql;
    return `${named} ${direction}${required === true ? '' : ' nulls last'}`;
  }

  override async findOne(id: string, context?: ActionContext): Promise<BaseRecord | null> {
    const [found] = await this.findMany([id], context);
    return found ?? null;
  }

  override async findMany(ids: readonly (string | number)[], context?: ActionContext): Promise<BaseRecord[]> {
    const key = this.table.key;
    const known = ids.map(String).filter((id) => conditionOf([{ column: key, value: id }]).sql !== 'false');
    if (known.length === 0) return [];
    return this.records({ sql: `${key.sql}::text = any($1::text[])`, parameters: [known] }, context);
  }

  private where(filter: Filter | undefined): Condition {
    return conditionOf(
      Object.values(filter?.filters ?? {}).map(({ path, value }) => ({ column: this.byName.get(path)?.column, value })),
    );
  }

  private sortable(name: string | undefined): Column {
    const property = name === undefined ? undefined : this.byName.get(name);
    return property?.isSortable() ? property.column : this.table.key;
  }

  private async records({ sql, parameters }: Condition, context?: ActionContext): Promise<BaseRecord[]> {
    const rows = await this.table.database.query<Row>(
      `select ${this.table.selection} from ${this.table.name} where ${sql}`,
      parameters,
    );
    await this.table.complete(rows, rolesOf(context));
    return rows.map((row) => new BaseRecord(row, this));
  }
}

function rolesOf(context?: ActionContext): readonly string[] {
  const roles: unknown = context?.currentAdmin?.['roles'];
  return Array.isArray(roles) ? roles.map(String) : [];
}

/** Resources are listed one by one with their rights; no database is ever offered whole. */
export class NoDatabase extends BaseDatabase {
  static override isAdapterFor(): boolean {
    return false;
  }
}
