import type { Cursors, Place } from './cursors.js';
import type { Filter } from './filters.js';

/** A list as the API answers it; there is no total, counting is another question. */
export interface List<View> {
  readonly data: View[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

export type Operator = '=' | '>' | '>=' | '<' | '<=';

export interface Condition {
  readonly name: string;
  readonly filter: Filter;
  readonly operator: Operator;
  readonly values: readonly (string | boolean)[];
}

/** A page asked for: how many rows, after which one, narrowed how. Newest first, by instant and id. */
export class Page {
  constructor(
    readonly limit: number,
    readonly after: Place | undefined,
    readonly conditions: readonly Condition[],
    private readonly cursors: Cursors,
    private readonly list: string,
  ) {}

  /** The values asked for by a filter with equality; none when it was not given. */
  valuesOf(name: string): readonly (string | boolean)[] {
    return this.conditions.find((one) => one.name === name && one.operator === '=')?.values ?? [];
  }

  /** The same page where a column holds something made of what is asked for: a keyed hash of an address. */
  translated(name: string, made: (value: string | boolean) => string): Page {
    const conditions = this.conditions.map((one) =>
      one.name === name ? { ...one, values: one.values.map(made) } : one,
    );
    return new Page(this.limit, this.after, conditions, this.cursors, this.list);
  }

  /**
   * The end of a select: `where ... order by ... limit ...`, and its parameters after the ones given.
   * @param columns SQL of each filter's column by its name, besides `at` and `id` which sort
   */
  sql(
    { at = 'created_at', id = 'id', ...columns }: Readonly<Record<string, string>>,
    given: { where?: string; parameters?: readonly unknown[] } = {},
  ): { tail: string; parameters: unknown[] } {
    const parameters = [...(given.parameters ?? [])];
    const bind = (value: unknown, type: string) => `$${parameters.push(value)}::${type}`;
    const wheres = this.conditions.map(({ name, filter, operator, values }) => {
      const column = columns[name] ?? (name === 'created_at' ? at : name);
      return operator === '='
        ? `${column} = any(${bind([...values], `${filter.type}[]`)})`
        : `${column} ${operator} ${bind(values[0], filter.type)}`;
    });
    if (given.where) wheres.unshift(`(${given.where})`);
    if (this.after)
      wheres.push(`(${at}, ${id}) < (${bind(this.after.at, 'timestamptz')}, ${bind(this.after.id, 'uuid')})`);
    const where = wheres.length > 0 ? `where ${wheres.join(' and ')} ` : '';
    return { tail: `${where}order by ${at} desc, ${id} desc limit ${this.limit + 1}`, parameters };
  }

  /** @param rows one more than the limit where there are more, as `sql` asks for them */
  answer<Row extends object, View>(
    rows: readonly Row[],
    view: (row: Row) => View,
    placeOf: (row: Row) => { at: Date | string; id: string } = placeByName,
  ): List<View> {
    const shown = rows.slice(0, this.limit);
    const last = shown.at(-1);
    const more = rows.length > this.limit && last !== undefined;
    return { data: shown.map(view), has_more: more, next_cursor: more ? this.cursorAt(placeOf(last)) : null };
  }

  private cursorAt({ at, id }: { at: Date | string; id: string }): string {
    return this.cursors.write({ at: typeof at === 'string' ? at : at.toISOString(), id }, this.list);
  }
}

function placeByName(row: object): { at: Date | string; id: string } {
  const { created_at, createdAt, id } = row as Record<string, Date | string>;
  return { at: created_at ?? createdAt ?? '', id: String(id) };
}
