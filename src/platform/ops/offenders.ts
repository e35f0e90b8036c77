import type { Database } from '../database/database.js';
import { patient } from '../database/silent-connections.js';
import type { Proof } from './proofs.js';

export interface Question {
  /** A `select` of the one number of rows that are looked at. */
  readonly rows: string;
  /** A `select` of those that break the promise, with their ids, at most 100. */
  readonly offenders: string;
  /** Whether `$1` stands for the instant since when rows are looked at. */
  readonly since?: boolean;
}

/** The proof that no row is among the offenders. */
export const noneAmong =
  (database: Database, { rows, offenders, since: narrows = false }: Question): Proof =>
  async ({ since }) => {
    const sql = patient(database);
    const from = narrows ? [since ?? '-infinity'] : [];
    const differences = await sql.query(offenders, from);
    const [row = {}] = await sql.query<Record<string, string>>(rows, from);
    return { ok: differences.length === 0, checked: Number(Object.values(row)[0] ?? 0), differences };
  };
