import type { Database } from './database.js';

/** At a time, well inside the time one statement may take: a server uses up some hundred thousand a second. */
const STEP = 50_000n;
/** Beyond it the server itself would have to be protected from running out of numbers. */
const FAR = 1_000_000_000n;

/** The server counts so far behind its own store that catching up is an operator's decision. */
export class NumbersFarBehind extends Error {
  constructor(last: bigint, next: bigint) {
    super(
      `This store was copied from a server whose transactions were numbered up to ${last}; this one is at ${next}. ` +
        `Stop it and set it to go on from there, with pg_resetwal --next-transaction-id, before anything is written.`,
    );
    this.name = 'NumbersFarBehind';
  }
}

/**
 * Rows carry the number of the transaction that wrote them, and readers go by that order: what is new must be numbered
 * after what is there. A store copied as rows (`pg_dump`, a replica fed by rows) to a server that has counted less would
 * break that, and its readers would pass over what comes. The numbers in between are used up by transactions that write
 * nothing. Several processes may do so at once.
 * @throws NumbersFarBehind
 */
export async function numbersGoOn(database: Database, say: (what: string) => void): Promise<void> {
  const last = await lastIn(database);
  for (let next = await nextOn(database); next <= last; next = await nextOn(database)) {
    if (last - next > FAR) throw new NumbersFarBehind(last, next);
    say(
      `the store comes from a server that had counted further: ${last - next + 1n} transaction numbers are passed over`,
    );
    const wanted = last - next + 1n;
    await database.query(pass(wanted < STEP ? wanted : STEP));
  }
}

/** The highest number any row carries; tables that keep one are found by its type. */
async function lastIn(database: Database): Promise<bigint> {
  const columns = await database.query<{ greatest: string }>(GREATEST);
  if (columns.length === 0) return 0n;
  const [row] = await database.query<{ last: string }>(
    `select coalesce(max(tx::text::numeric), 0)::text as last from (${columns.map(({ greatest }) => greatest).join(' union all ')}) as greatest(tx)`,
  );
  return BigInt(row?.last ?? 0);
}

async function nextOn(database: Database): Promise<bigint> {
  const [row] = await database.query<{ next: string }>('select pg_snapshot_xmax(pg_current_snapshot())::text as next');
  return BigInt(row?.next ?? 0);
}

// Each in a way an index on the column answers at once.
const GREATEST = `
  select format('(select %1$I from %2$s order by %1$I desc limit 1)', column_name, table_name::regclass) as greatest
  from information_schema.columns where table_schema = current_schema() and udt_name = 'xid8'
  order by table_name, column_name`;

const pass = (count: bigint): string =>
  `do $$ begin for i in 1..${count} loop perform pg_current_xact_id(); commit; end loop; end $$`;
