import { hours, minutes, seconds } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { isCrossed, isStoreGone, isStoreShort } from '../../../platform/database/store-fault.js';

/** `again`: the whole transaction at once; `transient`: the world may recover; `defect`: only a deploy may help. */
export type FailureClass = 'again' | 'lost' | 'transient' | 'defect';

/** A provider away, a resource short, others who keep crossing: tried for a day. */
const TRANSIENT = [seconds(5), seconds(30), minutes(2), minutes(10), hours(1), hours(3), hours(6), hours(12)];

/** Refused by the domain or a defect: three tries over ten minutes, since a deploy may fix it. */
const DEFECT = [minutes(1), minutes(9)];

export function classify(error: unknown): FailureClass {
  if (error instanceof DomainError) return error.kind === 'unavailable' ? 'transient' : 'defect';
  if (isCrossed(error)) return 'again';
  if (isStoreGone(error)) return 'lost';
  return isStoreShort(error) ? 'transient' : 'defect';
}

/**
 * When to try once more.
 * @param attempts tries made so far, this failure included
 * @param chance in [0, 1): spreads the tries by a fifth either way
 * @returns milliseconds from now, or nothing when the event is given up
 */
export function nextTry(kind: FailureClass, attempts: number, chance: number): number | undefined {
  const delay = (kind === 'defect' ? DEFECT : TRANSIENT)[attempts - 1];
  return delay === undefined ? undefined : Math.round(delay * (0.8 + 0.4 * chance));
}
