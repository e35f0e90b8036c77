// What the driver says in words alone when a connection is gone, or none was to be had in time.
const WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;
const CONNECTION_FAILURE = '08006';

/** The code of what the store or the network refused, however deep the ORM has wrapped it. */
export function storeFault(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined;
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  if (typeof message === 'string' && WORDS.test(message)) return CONNECTION_FAILURE;
  return storeFault(cause, depth + 1);
}

/** The connection is gone, or there is no server to connect to, or it is not serving yet. */
const GONE = /^(08\w{3}|57P0\d|25P03|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

export function isStoreGone(error: unknown): boolean {
  return GONE.test(storeFault(error) ?? '');
}

/** Lock not available, statement given up, out of something (connections, memory, disk), or a standby that takes no writes. */
const SHORT = /^(55P03|57014|53\w{3}|25006)$/;

export function isStoreShort(error: unknown): boolean {
  return SHORT.test(storeFault(error) ?? '');
}

/** Serialisation failure and deadlock: the same transaction may go well the next time. */
const CROSSED = /^(40001|40P01)$/;

export function isCrossed(error: unknown): boolean {
  return CROSSED.test(storeFault(error) ?? '');
}

/** What is unique stands already. */
export function isRepeated(error: unknown): boolean {
  return storeFault(error) === '23505';
}
