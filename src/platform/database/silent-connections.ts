import type { Socket } from 'node:net';
import { minutes, seconds } from '../../kernel/clock.js';

interface Client {
  readonly connection: {
    readonly stream: Socket;
    on(event: 'parameterStatus', listener: (told: { parameterName: string; parameterValue: string }) => void): unknown;
  };
}

/** The server ends a statement before (`statement_timeout`): who has been silent for longer is not there any more. */
const PATIENCE = seconds(20);

/** A transaction that names itself so (`application_name`) may be silent for minutes; the server repeats the name to us. */
export const LONG_REPORT = 'revenue: a long report';
const LONG_PATIENCE = minutes(6);

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
        stream.setTimeout(parameterValue === LONG_REPORT ? LONG_PATIENCE : PATIENCE);
    });
  });
}
