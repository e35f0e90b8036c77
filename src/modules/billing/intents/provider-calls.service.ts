import { Injectable } from '@nestjs/common';
import { Clock, minutes } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { derivedId, newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { currentAct } from '../../../platform/events/act.js';
import { failpoint } from '../../../platform/ops/failpoints.js';
import { Attempts } from './attempts.service.js';
import { Holds } from './holds.service.js';
import { hashOf, isAnother } from './asked.js';
import { Intent, UNSETTLED } from './intent.entity.js';
import { CallDiffers, CallNotSettled, CallRefused, ChangesHeld } from './intent.errors.js';
import type { OperationName } from './operations.js';

/** A call to be made: what it is for decides its key. */
export interface Call {
  readonly operation: OperationName;
  /** `payment:<uuid>`: the noun of ours it is about. */
  readonly subject: string;
  readonly params: Record<string, unknown>;
  /** What was asked of us, where the parameters also hold what we looked up for it: a retry may find something else. */
  readonly asked?: object;
  /** Tells apart two calls of one operation on one subject: the target state of a change. */
  readonly target?: string;
  /** Refuses what may not begin as things stand. What has begun is found out about, however they stand meanwhile. */
  readonly guard?: () => void | Promise<void>;
}

/** Calls that change something at the provider. Three steps: the intent is committed, the call is made, the answer is folded. */
@Injectable()
export class ProviderCalls {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly attempts: Attempts,
    private readonly holds: Holds,
  ) {}

  /**
   * Makes the call, or finds out how the same call ended.
   * @throws CallDiffers, ChangesHeld, what the provider refused, or that it is away
   */
  async perform(call: Call): Promise<Intent> {
    const intent = await this.plan(call);
    failpoint('intent.after-plan');
    if (intent.state === 'succeeded') return intent;
    await this.repair(intent);
    const made = await this.attempts.make(intent);
    if (made.state === 'unknown') throw new CallNotSettled(made.subject);
    return made;
  }

  /** What was cut off on the same noun comes first: made later, it would undo what is asked for now. */
  private async repair({ subject, plannedAt }: Intent): Promise<void> {
    const open = await this.database.em.find(
      Intent,
      { subject, plannedAt: { $lt: plannedAt }, state: { $in: [...UNSETTLED] } },
      { orderBy: { plannedAt: 'asc' } },
    );
    for (const one of open) {
      const settled = await this.attempts.make(one).catch(wasRefused);
      if (settled?.state === 'unknown') throw new CallNotSettled(subject);
    }
  }

  /** An outcome of the past is repeated: a call that was refused is refused again with the same words. */
  private async plan({ operation: name, subject, params, asked = params, target = '1', guard }: Call): Promise<Intent> {
    const key = `re_${subject}_${name}_${target}`;
    const paramsHash = hashOf(asked);
    return this.database.transaction(async (em) => {
      await this.database.hold(`intent:${subject}`);
      const known = await em.findOne(Intent, { idempotencyKey: key });
      if (known && isAnother(known.paramsHash, paramsHash)) throw new CallDiffers(subject);
      if (known?.state === 'failed' && known.error) throw new CallRefused(known.error);
      if (known) return known;
      if (!(await this.holds.mayBegin(name))) throw new ChangesHeld();
      await guard?.();

      const intent = em.create(Intent, {
        id: derivedId(this.clock.now(), key),
        provider: 'stripe',
        operation: name,
        subject,
        params,
        paramsHash,
        idempotencyKey: key,
        generation: 1,
        state: 'planned',
        plannedAt: await this.inOrder(subject),
        nextAt: later(this.clock.wall(), minutes(1)),
        correlationId: currentAct()?.correlationId ?? newId(this.clock.now()),
      });
      await em.flush();
      return intent;
    });
  }

  /** When it is planned: after every call on the same noun, even within a millisecond or by another machine's time. */
  private async inOrder(subject: string): Promise<Date> {
    const [row] = await this.database.query<{ last: string | null }>(
      'select max(planned_at) as last from billing_intent where subject = $1',
      [subject],
    );
    const now = this.clock.wall();
    return row?.last ? new Date(Math.max(now.getTime(), new Date(row.last).getTime() + 1)) : now;
  }
}

/** Refused is an end as well. */
function wasRefused(error: unknown): undefined {
  if (!(error instanceof DomainError) || error instanceof CallNotSettled) throw error;
}

function later(at: Date, milliseconds: number): Date {
  return new Date(at.getTime() + milliseconds);
}
