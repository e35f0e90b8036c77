import { ReferenceKind, type EntityMetadata, type EntityProperty } from '@mikro-orm/core';

export type Kind = 'json' | 'exact' | 'integer' | 'float' | 'boolean' | 'date' | 'datetime' | 'uuid' | 'text';

/** A column of a table as the back office reads it: only what a resource declares is ever selected, filtered or sorted. */
export interface Column {
  readonly name: string;
  /** As SQL names it. */
  readonly sql: string;
  readonly kind: Kind;
  readonly primary: boolean;
  readonly values: readonly string[] | null;
  /** No row is without it: its index gives the order newest first, too. */
  readonly required?: boolean;
  /** Of a column that is computed: what its rows have besides where it has a value, so that an index can find them. */
  readonly implies?: Readonly<Record<string, string>>;
}

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^jsonb?/, 'json'],
  [/^(bigint|int8|bigserial|numeric|decimal|xid8)/, 'exact'],
  [/^(int|smallint|serial)/, 'integer'],
  [/^(float|real|double)/, 'float'],
  [/^bool/, 'boolean'],
  [/^date$/, 'date'],
  [/^timestamp/, 'datetime'],
  [/^uuid/, 'uuid'],
];

/**
 * @param key the column a record is addressed by, where it is not the primary key
 * @throws when a resource declares a column its entity does not have, so that the mistake stops the boot
 */
export function columnsOf(meta: EntityMetadata, names: readonly string[], key?: string): Column[] {
  return names.map((name) => {
    const property = meta.props.find((one) => one.name === name);
    if (!property || property.kind === ReferenceKind.ONE_TO_MANY) {
      throw new Error(`${meta.tableName} has no column for ${name}.`);
    }
    return columnOf(property, key === undefined ? property.primary === true : name === key);
  });
}

function columnOf(property: EntityProperty, primary: boolean): Column {
  const type = (property.columnTypes?.[0] ?? property.runtimeType ?? '').toLowerCase();
  const kind = KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'text';
  return {
    name: property.name,
    sql: property.fieldNames[0] ?? property.name,
    kind,
    primary,
    values: property.enum === true && property.items ? property.items.map(String) : null,
    required: property.nullable !== true,
  };
}
