import type { Column } from './column.js';

export interface Condition {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface Asked {
  readonly column: Column | undefined;
  readonly value: unknown;
}

/** What can be no value of the column matches nothing, rather than everything. */
const NOTHING = 'false';

/** A filter form as a `where` with parameters. Text is searched inside; everything else is equal or between. */
export function conditionOf(filters: readonly Asked[]): Condition {
  const parameters: unknown[] = [];
  const bind = (value: unknown, type: string): string => `$${parameters.push(value)}::${type}`;
  const parts = filters.flatMap(({ column, value }) => (column && !isEmpty(value) ? part(column, value, bind) : []));
  return { sql: parts.length === 0 ? 'true' : parts.join(' and '), parameters };
}

type Bind = (value: unknown, type: string) => string;

function part(column: Column, value: unknown, bind: Bind): string[] {
  if (typeof value === 'object' && value !== null) return between(column, value, bind);
  const text = String(value);
  if (column.kind === 'json') return [NOTHING];
  if (column.kind === 'text' && !column.values) {
    return [`${column.sql} ilike ${bind(`%${text.replace(/[\\%_]/g, '\\$&')}%`, 'text')}`];
  }
  const implied = column.implies?.[text];
  return [compare(column, '=', text, bind), ...(implied === undefined ? [] : [implied])];
}

function between(column: Column, { from, to }: { from?: unknown; to?: unknown }, bind: Bind): string[] {
  const parts: string[] = [];
  if (!isEmpty(from)) parts.push(compare(column, '>=', String(from), bind));
  if (!isEmpty(to)) parts.push(compare(column, '<=', String(to), bind));
  return parts;
}

const TYPES = {
  json: 'jsonb',
  exact: 'numeric',
  integer: 'numeric',
  float: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  uuid: 'uuid',
  text: 'text',
} as const;

const FORMS: Partial<Record<Column['kind'], RegExp>> = {
  exact: /^-?\d{1,30}(\.\d{1,10})?$/,
  integer: /^-?\d{1,18}$/,
  float: /^-?\d{1,30}(\.\d{1,10})?$/,
  boolean: /^(true|false)$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
};

function compare(column: Column, operator: string, text: string, bind: Bind): string {
  if (column.kind === 'date' || column.kind === 'datetime') {
    const at = Date.parse(text);
    if (Number.isNaN(at)) return NOTHING;
    return `${column.sql} ${operator} ${bind(new Date(at).toISOString(), TYPES[column.kind])}`;
  }
  if (FORMS[column.kind]?.test(text) === false) return NOTHING;
  return `${column.sql} ${operator} ${bind(text, TYPES[column.kind])}`;
}

function isEmpty(value: unknown): boolean {
  return value === '' || value === undefined || value === null;
}
