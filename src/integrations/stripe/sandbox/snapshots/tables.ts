export interface Column {
  readonly column: string;
  readonly type: string;
  /** The database computes it. */
  readonly computed: boolean;
}

/** All columns of all ordinary tables but those of the system, of the job queue and of the snapshots. */
export const COLUMNS = `
  select n.nspname as schema, c.relname as name, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
         a.attgenerated <> '' as computed
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind = 'r' and n.nspname not in ('information_schema', 'pgboss') and n.nspname not like 'pg\\_%'
    and not (n.nspname = 'stripe_sandbox' and c.relname like 'snapshot%')
  order by 1, 2, a.attnum`;

export function quoted(...names: readonly string[]): string {
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.');
}

export function copyOf(snapshot: string, index: number): string {
  return quoted('stripe_sandbox', `snapshot_${snapshot}_${index}`);
}

/** The columns a row is written with. */
export function given(columns: readonly Column[]): string[] {
  return columns.filter(({ computed }) => !computed).map(({ column }) => column);
}

/** Identities come back too, hence `overriding`. */
export function refill(table: string, copy: string, columns: readonly string[]): string {
  const list = columns.map((column) => quoted(column)).join(', ');
  return `insert into ${table} (${list}) overriding system value select ${list} from ${copy}`;
}
