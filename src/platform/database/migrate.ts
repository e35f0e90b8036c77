import { setTimeout as pause } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { failpoint } from '../ops/failpoints.js';
import type { Database } from './database.js';
import { beginLongWork } from './silent-connections.js';

/**
 * Brings the schema of a shared store up to date: all that is pending in one transaction, one migrator at a time. Who is
 * killed has done nothing; who comes second finds nothing left to do. An index over everything that was ever received
 * takes minutes, and gets them.
 * @returns the names of what was run
 */
export async function migrateUp(database: Database): Promise<string[]> {
  const { migrator } = database.orm;
  migrator.on('migrated', () => failpoint('migrate.between'));
  for (;;) {
    const done = await database.transaction(async (em) => {
      if (!(await locked(em))) return undefined;
      await beginLongWork(database);
      return migrator.up({ transaction: em.getTransactionContext() as never });
    });
    if (done) return done.map(({ name }) => name);
    await pause(200);
  }
}

/** Asked for again and again rather than waited for: how long another one takes is not ours to limit. */
async function locked(em: SqlEntityManager): Promise<boolean> {
  const [row] = await em.execute<{ ours: boolean }[]>(
    `select pg_try_advisory_xact_lock(hashtextextended('migrations', 0)) as ours`,
  );
  return row?.ours === true;
}
