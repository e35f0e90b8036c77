/** When the provider answered, by its own clock. */
export interface Answered {
  readonly at: Date;
  /** Said again what it had said under the key before: it may be long since. */
  readonly again: boolean;
}

/**
 * What the headers of an answer, or of a refusal, say of its time. An object shown to us is older or newer than an event
 * by the clock that dates events, never by ours. Nothing where no answer came with it: a row of a list, a plain object.
 */
export function answeredAt(answer: unknown): Answered | undefined {
  const { lastResponse, headers } = (answer ?? {}) as { lastResponse?: { headers?: unknown }; headers?: unknown };
  const read = readerOf(lastResponse?.headers ?? headers);
  const at = new Date(read('date') ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? undefined : { at, again: read('idempotent-replayed') === 'true' };
}

/** The SDK hands over `Headers` with an answer, and a plain object with an error. */
function readerOf(headers: unknown): (name: string) => string | null | undefined {
  if (headers instanceof Headers) return (name) => headers.get(name);
  return (name) => (headers as Record<string, string> | undefined)?.[name];
}
