interface LostClient {
  once(event: 'end', listener: () => void): void;
  /** The pool's, while it is checked out; throws when it was given back already. */
  release?(destroy: boolean): void;
}

/** Long enough for whoever holds a client that died to give it back himself. */
const PATIENCE_MILLISECONDS = 100;

/**
 * A client that dies while it is checked out is its holder's to give back, and a transaction whose rollback fails as well
 * does not: each connection lost in a transaction would take a place of the pool for ever, until nobody gets one.
 */
export function giveBackLost(pool: { on(event: 'connect', listener: (client: LostClient) => void): unknown }): void {
  pool.on('connect', (client) => client.once('end', () => setTimeout(() => giveBack(client), PATIENCE_MILLISECONDS)));
}

function giveBack(client: LostClient): void {
  try {
    client.release?.(true);
  } catch {
    // It was given back, as it should be.
  }
}
