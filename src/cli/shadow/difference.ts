import { createHash } from 'node:crypto';

/** Rows by key. */
export type Rows = ReadonlyMap<string, string>;

export interface Comparison {
  readonly table: string;
  readonly rows: number;
  /** SHA-256 of the rows ordered by key: as they stand, and as they were rebuilt. */
  readonly standing: string;
  readonly rebuilt: string;
  /** The first keys whose rows differ, with both; `null` where one side has none. */
  readonly differences: readonly Difference[];
}

interface Difference {
  readonly key: string;
  readonly standing: string | null;
  readonly rebuilt: string | null;
}

const SHOWN = 20;

export function compared(table: string, standing: Rows, rebuilt: Rows): Comparison {
  const keys = [...new Set([...standing.keys(), ...rebuilt.keys()])].toSorted();
  const differing = keys.filter((key) => standing.get(key) !== rebuilt.get(key));
  return {
    table,
    rows: standing.size,
    standing: hashOf(keys, standing),
    rebuilt: hashOf(keys, rebuilt),
    differences: differing.slice(0, SHOWN).map((key) => ({
      key,
      standing: standing.get(key) ?? null,
      rebuilt: rebuilt.get(key) ?? null,
    })),
  };
}

function hashOf(keys: readonly string[], rows: Rows): string {
  const hash = createHash('sha256');
  for (const key of keys) if (rows.has(key)) hash.update(`${key}\u0000${rows.get(key)}\n`);
  return hash.digest('hex');
}
