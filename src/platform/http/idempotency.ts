import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { Claim } from './claim.js';

const working = new AsyncLocalStorage<Claim>();

/** Runs a request's work so that it can ask for the id of its act. */
export function workingUnder<T>(claim: Claim, work: () => T): T {
  return working.run(claim, work);
}

/**
 * What a route needs to be the same act each time it is tried: one id. Rows, calls and keys are derived from it, so a try
 * that was cut off leaves nothing a later one has to know of (decision 12).
 */
@Injectable()
export class Idempotency {
  /** The id this act always has under its key, for the row it makes; undefined without a key. */
  get actId(): string | undefined {
    return working.getStore()?.id;
  }
}
