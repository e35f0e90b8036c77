import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Claim, RecoveryPoint } from './claim.js';
import { IdempotencyInProgress } from './idempotency.errors.js';

const working = new AsyncLocalStorage<{ claim: Claim; point: RecoveryPoint | undefined }>();

/** Runs a request's work so that it can ask for its recovery point and move it. */
export function workingUnder<T>(claim: Claim, work: () => T): T {
  return working.run({ claim, point: claim.point }, work);
}

/**
 * The phases of a route that calls a provider. Each phase commits its effect together with its point, so a try that was
 * cut off is gone on with from there: a payment is `recorded` (its row and intent), `intent_sent`, `folded`, answered.
 *
 *     const point = this.idempotency.point();
 *     const paymentId = point ? String(point.data.payment_id) : await this.record(...); // advance('recorded') inside
 *     if (point?.name !== 'folded') await this.callAndFold(paymentId);                  // same provider key either way
 *     return this.view(paymentId);
 *
 * Without an Idempotency-Key there is no point to come back to, and `advance` does nothing.
 */
@Injectable()
export class Idempotency {
  constructor(private readonly database: Database) {}

  /** Where to go on from; undefined on the first try and without a key. */
  point(): RecoveryPoint | undefined {
    return working.getStore()?.point;
  }

  /** The id this act always has under its key, for the row it makes; undefined without a key. */
  get actId(): string | undefined {
    return working.getStore()?.claim.id;
  }

  /** Moves the point in the transaction at hand, together with the effect it stands for. */
  async advance(name: string, data: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const at = working.getStore();
    if (!at) return;
    const moved = await this.database.query(ADVANCE, [at.claim.id, at.claim.holder, name, JSON.stringify(data)]);
    // Another try took over after our lease ran out: it owns the act now, and this one must not add to it.
    if (moved.length === 0) throw new IdempotencyInProgress();
    this.database.afterCommit(() => (at.point = { name, data }));
  }
}

const ADVANCE = `
  update platform_idempotency set recovery_point = $3, recovery_data = $4::jsonb, locked_until = clock_timestamp() + interval '40 s'
  where id = $1 and holder = $2 and state = 'running' returning id
`;
