import type { Socket } from 'node:net';
import { minutes, seconds } from '../../kernel/clock.js';
import type { Database, Sql } from './database.js';

interface Client {
  readonly connection: {
    readonly stream: Socket;
    on(event: 'parameterStatus', listener: (told: { parameterName: string; parameterValue: string }) => void): unknown;
  };
}

/** The server ends a statement before (`statement_timeout`): who has been silent for longer is not there any more. */
const PATIENCE = seconds(20);

/** What a transaction names itself (`application_name`) that may be silent for minutes; the server repeats the name to us. */
const LONG_WORK = 'revenue: long work';
const LONGEST_STATEMENT = minutes(15);
const LONG_PATIENCE = LONGEST_STATEMENT + minutes(1);

/** For the rest of the transaction at hand: it reads or rebuilds everything, where a request would have been cut off. */
export async function beginLongWork(sql: Sql): Promise<void> {
  await sql.query(`select set_config('statement_timeout', $1, true), set_config('application_name', $2, true)`, [
    String(LONGEST_STATEMENT),
    LONG_WORK,
  ]);
}

/** Queries that read everything: each gets the time it takes. */
export function patient(database: Database): Sql {
  return {
    query: (sql, parameters) =>
      database.transaction(async () => {
        await beginLongWork(database);
        return database.query(sql, parameters);
      }),
  };
}

/** A network that swallows everything never says that a connection has ended: then we end it. */
export function endSilent(pool: { on(event: 'connect', listener: (client: Client) => void): unknown }): void {
  pool.on('connect', ({ connection }) => {
    const { stream } = connection;
    stream.setTimeout(PATIENCE);
    stream.on('timeout', () =>
      stream.destroy(Object.assign(new Error('The store has not said a word.'), { code: 'ETIMEDOUT' })),
    );
    connection.on('parameterStatus', ({ parameterName, parameterValue }) => {
      if (parameterName === 'application_name')
        stream.setTimeout(parameterValue === LONG_WORK ? LONG_PATIENCE : PATIENCE);
    });
  });
}
