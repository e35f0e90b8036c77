import { StripeFault, type FaultBody } from '../sandbox.errors.js';
import type { Faults } from './faults.js';

const REFUSALS = {
  rate_limit: [429, { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests.' }],
  lock_timeout: [429, { type: 'invalid_request_error', code: 'lock_timeout', message: 'This object is in use.' }],
  error: [500, { type: 'api_error', message: 'An error on request.' }],
  unavailable: [503, { type: 'api_error', message: 'Not available, on request.' }],
} satisfies Record<string, [number, FaultBody]>;

/** Nobody will answer: the client's patience runs out. In process it does so at once, over a socket after its own time. */
export class NoAnswer extends DOMException {
  constructor() {
    super('No answer came, on request.', 'AbortError');
  }
}

/** What befalls a call before it has had any effect: a refusal, or no answer at all. */
export function before(faults: Faults, call: string): StripeFault | undefined {
  if (faults.take('cut_before', call)) throw new TypeError('fetch failed');
  if (faults.take('timeout_before', call)) throw new NoAnswer();
  if (faults.take('rate_limit', call)) return refusal('rate_limit');
  if (faults.take('lock_timeout', call)) return refusal('lock_timeout');
  if (faults.take('unavailable', call)) return refusal('unavailable');
  if (faults.take('error_before', call)) return refusal('error');
  return undefined;
}

/** What befalls it once everything it asked for has been done. */
export function after(faults: Faults, call: string): StripeFault | undefined {
  if (faults.take('cut_after', call)) throw new TypeError('fetch failed');
  if (faults.take('timeout_after', call)) throw new NoAnswer();
  return faults.take('error_after', call) ? refusal('error') : undefined;
}

/** An answer that is kept under the idempotency key in place of the true one, as Stripe keeps its own 500. */
export function kept(faults: Faults, call: string): StripeFault | undefined {
  return faults.take('error_kept', call) ? refusal('error') : undefined;
}

function refusal(kind: keyof typeof REFUSALS): StripeFault {
  const [status, body] = REFUSALS[kind];
  return new StripeFault(status, body);
}
