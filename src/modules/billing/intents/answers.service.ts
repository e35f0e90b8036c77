import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { DomainError } from '../../../kernel/domain-error.js';
import { instantOf } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { failpoint } from '../../../platform/ops/failpoints.js';
import type { Answered } from '../../../integrations/stripe/index.js';
import { Inbox, keyOf } from '../../webhooks/index.js';
import { freeReservation } from '../payments/refund-reservation.js';
import { eventsOf, saidAt } from './answers.js';
import { Intent, UNSETTLED } from './intent.entity.js';
import { CallNotSettled, CallRefused } from './intent.errors.js';

/** What came back, and what is known of when it was said. */
export interface Answer {
  readonly object: { readonly id: string };
  readonly answered: Answered | undefined;
}

/**
 * What became of a call, written in the transaction that folds the provider's answer. An end never changes again: what
 * comes later, from another process or from before a new generation, leaves the stored outcome as it is.
 */
@Injectable()
export class Answers {
  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly clock: Clock,
  ) {}

  /** As it stands now: whoever had its turn before may have brought it to its end. */
  async standing({ id }: Intent): Promise<Intent> {
    return this.database.em.findOneOrFail(Intent, id);
  }

  /** How it ended, in the words of then. @throws what it was refused with; CallNotSettled when it has no end */
  async outcome(intent: Intent): Promise<Intent> {
    const stored = await this.standing(intent);
    if (stored.state === 'failed' && stored.error) throw new CallRefused(stored.error);
    if (!stored.isSettled) throw new CallNotSettled(stored.subject);
    return stored;
  }

  /** @returns whether it is still to be made */
  async sent(intent: Intent, nextAt: Date): Promise<boolean> {
    const { sentAt, attempts } = intent;
    return this.change(intent, { state: 'sent', sentAt: sentAt ?? this.clock.now(), attempts: attempts + 1, nextAt });
  }

  /** @returns whether that is its outcome now */
  async succeeded(intent: Intent, answer: Answer): Promise<boolean> {
    const settled = await this.database.transaction(async () => {
      await this.fold(answer, intent);
      const change = await this.change(intent, {
        state: 'succeeded',
        resultRef: answer.object.id,
        nextAt: null,
        error: null,
      });
      failpoint('intent.before-result');
      return change;
    });
    failpoint('intent.after-fold');
    return settled;
  }

  /**
   * Final: the provider will say the same again. A declined card still left an object, and that is folded.
   * @returns whether that is its outcome now
   */
  async refused(intent: Intent, refusal: DomainError, answer?: Answer): Promise<boolean> {
    const { kind, code, message, facts, pointer } = refusal;
    return this.database.transaction(async () => {
      if (answer) await this.fold(answer, intent);
      const isIts = await this.change(intent, {
        state: 'failed',
        nextAt: null,
        resultRef: answer?.object.id ?? null,
        error: { code, message, facts: { ...facts, kind, pointer } },
      });
      if (isIts && intent.operation === 'refund.create') {
        await freeReservation(this.database, subjectId(intent), code);
      }
      return isIts;
    });
  }

  /** Nobody can say yet what became of it. */
  async unknown(intent: Intent, nextAt: Date): Promise<boolean> {
    return this.change(intent, { state: 'unknown', nextAt });
  }

  /** Somebody is at it, or the provider is away or asks for patience. */
  async delayed(intent: Intent, nextAt: Date): Promise<void> {
    await this.change(intent, { nextAt });
  }

  /** It may not be made now, and what is asked for of the same noun comes after it. */
  async held(intent: Intent, until: Date): Promise<void> {
    const { subject } = intent;
    await this.change(intent, { nextAt: until });
    await this.database.em.nativeUpdate(Intent, { subject, state: { $in: [...UNSETTLED] } }, { heldUntil: until });
  }

  /** It surely came to nothing: the next generation is a call of its own. Whoever finds that at the same time makes the same one. */
  async begunAnew(intent: Intent): Promise<boolean> {
    return this.change(intent, { state: 'planned', generation: intent.generation + 1, sentAt: null });
  }

  /** The same fold the webhook of it will meet later: that one changes nothing then. */
  private async fold({ object, answered }: Answer, { id }: Intent): Promise<void> {
    const events = eventsOf(object, id, saidAt(answered, instantOf(id), this.clock.now()));
    const keys = [...new Set(events.map(({ body }) => keyOf(body.data.object)))].filter((key) => key !== undefined);
    await this.database.hold(...keys);
    await this.inbox.record(events.map((event) => ({ source: 'api' as const, ...event })));
    await this.inbox.foldNow(keys);
  }

  private async change(intent: Intent, to: Partial<Intent>): Promise<boolean> {
    const { id, generation } = intent;
    const open = { id, generation, state: { $in: [...UNSETTLED] } };
    const changed = await this.database.em.nativeUpdate(Intent, open, to);
    if (changed > 0) Object.assign(intent, to);
    return changed > 0;
  }
}

/** Our id in `refund:<id>`. */
function subjectId({ subject }: Intent): string {
  return subject.slice(subject.indexOf(':') + 1);
}
