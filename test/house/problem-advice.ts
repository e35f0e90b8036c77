import type { Refusal } from '../../src/kernel/domain-error.js';

/** What a caller does about a problem, and whether the same request may be sent again as it is. */
export interface Advice {
  readonly todo: string;
  /** `same key`: under the Idempotency-Key it was sent with, where it had one. */
  readonly retry: 'same key' | 'no';
}

const KINDS: Readonly<Record<Refusal, Advice>> = {
  invalid: { todo: 'Correct the request.', retry: 'no' },
  declined: { todo: 'Ask the customer for another way to pay; that is a new request.', retry: 'no' },
  forbidden: { todo: 'Ask as somebody who may.', retry: 'no' },
  'not-found': { todo: 'Look the id or the address up.', retry: 'no' },
  conflict: { todo: 'Read what it is about, then decide anew; that is a new request.', retry: 'no' },
  unavailable: { todo: 'Ask again after `Retry-After`.', retry: 'same key' },
};

/** Where the protocol has a status of its own for it, the kind says too little. */
const STATUSES: Readonly<Record<number, Advice>> = {
  401: { todo: 'Send a key that is alive, or sign in.', retry: 'no' },
  408: { todo: 'Send it again at once.', retry: 'same key' },
  429: { todo: 'Ask again after `Retry-After`.', retry: 'same key' },
  500: { todo: 'Ask again; if it stays, tell the operator the request id.', retry: 'same key' },
};

const CODES: Readonly<Record<string, Advice>> = {
  'idempotency/in-progress': { todo: 'Wait for the first one, then ask again.', retry: 'same key' },
};

export function adviceOn({ code, kind, status }: { code: string; kind: Refusal | ''; status: number }): Advice {
  const advice = CODES[code] ?? STATUSES[status] ?? (kind ? KINDS[kind] : undefined);
  if (!advice) throw new Error(`Nobody knows what to do about ${code}.`);
  return advice;
}
