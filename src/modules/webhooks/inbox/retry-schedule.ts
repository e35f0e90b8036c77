import { hours, minutes, seconds } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';

/** `again`: the whole transaction at once; `transient`: the world may recover; `defect`: only a deploy may help. */
export type FailureClass = 'again' | 'lost' | 'transient' | 'defect';

/** A provider away or a resource short: tried for a day. */
const TRANSIENT = [seconds(5), seconds(30), minutes(2), minutes(10), hours(1), hours(3), hours(6), hours(12)];

/** Refused by the domain or a defect: three tries over ten minutes, since a deploy may fix it. */
const DEFECT = [minutes(1), minutes(9)];

/** Serialisation failure and deadlock. */
const AGAIN = new Set(['40001', '40P01']);
/** Lock not available, statement timeout, out of resources. */
const SHORT = /^(55P03|57014|53...)$/;
/** The connection itself is gone, and the transaction with it. */
const LOST = /^(08...|57P0.|25P03|ECONN.*|EPIPE|ETIMEDOUT)$/;

export function classify(error: unknown): FailureClass {
  if (error instanceof DomainError) return error.kind === 'unavailable' ? 'transient' : 'defect';
  const code = codeOf(error);
  if (AGAIN.has(code)) return 'again';
  if (LOST.test(code)) return 'lost';
  return SHORT.test(code) ? 'transient' : 'defect';
}

/**
 * When to try once more.
 * @param attempts tries made so far, this failure included
 * @param chance in [0, 1): spreads the tries by a fifth either way
 * @returns milliseconds from now, or nothing when the event is given up
 */
export function nextTry(kind: FailureClass, attempts: number, chance: number): number | undefined {
  const delay = (kind === 'transient' ? TRANSIENT : DEFECT)[attempts - 1];
  return delay === undefined ? undefined : Math.round(delay * (0.8 + 0.4 * chance));
}

/** The driver's code, however deep the ORM has wrapped it. */
function codeOf(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 4) return '';
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === 'string' ? code : codeOf(cause, depth + 1);
}
