import { setTimeout as pause } from 'node:timers/promises';
import { seconds } from '../../kernel/clock.js';
import type { Database } from './database.js';
import { isStoreGone, isStoreShort } from './store-fault.js';
import { numbersGoOn } from './transaction-numbers.js';

const LONGEST = seconds(5);

/**
 * Until the store answers, holds the schema this program was built for, and counts on from what is in it. A process that ends instead would be started
 * again and again; what no waiting mends (a wrong password, no such database) is thrown.
 * @returns whether it is there; not where the process is to stop before
 */
export async function storeAwaited(
  database: Database,
  stop: AbortSignal,
  say: (what: string) => void,
): Promise<boolean> {
  for (let wait = 200; !stop.aborted; wait = Math.min(wait * 2, LONGEST)) {
    const missing = await missingOf(database, say);
    if (missing === undefined) return true;
    say(missing);
    await pause(wait, undefined, { signal: stop }).catch(() => undefined);
  }
  return false;
}

async function missingOf(database: Database, say: (what: string) => void): Promise<string | undefined> {
  try {
    await database.query('select 1');
    const pending = await database.orm.migrator.getPending();
    if (pending.length > 0) return `${pending.length} migrations are still to be run: revenue migrate up`;
    await numbersGoOn(database, say);
    return undefined;
  } catch (error) {
    if (isStoreGone(error) || isStoreShort(error)) return `the database does not answer: ${String(error)}`;
    throw error;
  }
}
