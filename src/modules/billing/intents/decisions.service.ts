import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { currentAct } from '../../../platform/events/act.js';
import { Outbox } from '../../../platform/events/outbox.js';
import { StripeClient, answeredAt, declineOf, normalise, refusalOf } from '../../../integrations/stripe/index.js';
import { Answers, type Answer } from './answers.service.js';
import { CallCameToNothing, IntentNotFound, NoSuchResult, NotUnknown, ResultDiffers } from './decision.errors.js';
import { differences } from './differences.js';
import { callDecided } from './intent.events.js';
import { Intent } from './intent.entity.js';
import { resultOf } from './results.js';

export interface Decision {
  /** The provider's id of what came of it; `null` when nothing did. */
  readonly result: string | null;
  readonly why: string;
}

/** A person says what became of a call that could not be found out about: what waited behind it goes on. */
@Injectable()
export class Decisions {
  constructor(
    private readonly database: Database,
    private readonly stripe: StripeClient,
    private readonly answers: Answers,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** What is said to have happened is looked at first. @throws IntentNotFound, NotUnknown, NoSuchResult, ResultDiffers */
  async decide(id: string, decision: Decision): Promise<void> {
    Database.outside('a provider call');
    const intent = isId(id) ? await this.database.em.findOne(Intent, id) : null;
    if (!intent) throw new IntentNotFound(id);
    if (intent.state !== 'unknown') throw new NotUnknown(intent.state);
    const { result } = decision;
    const found = result === null ? undefined : await this.found(intent, result);

    await this.database.transaction(async (em) => {
      if (!(await this.ended(intent, found))) throw new NotUnknown((await this.answers.standing(intent)).state);
      const by = currentAct()?.actor ?? 'engine';
      await em.nativeUpdate(Intent, intent.id, {
        decidedBy: by,
        decidedAt: this.clock.wall(),
        decidedWhy: decision.why,
      });
      const { operation, subject } = intent;
      await this.outbox.record(callDecided({ intentId: intent.id, operation, subject, result, decidedBy: by }));
    });
  }

  /** A payment that was declined was made, and is refused all the same. @returns whether that is its outcome now */
  private ended(intent: Intent, found: Answer | undefined): Promise<boolean> {
    if (!found) return this.answers.refused(intent, new CallCameToNothing(intent.subject));
    const decline = declineOf(found.object);
    return decline ? this.answers.refused(intent, decline, found) : this.answers.succeeded(intent, found);
  }

  private async found(intent: Intent, result: string): Promise<Answer> {
    const answer = await resultOf(this.stripe.sdk, intent.operation, result).catch((error: unknown) => {
      const refusal = refusalOf(error);
      if (!refusal || refusal.kind === 'unavailable') throw refusal ?? error;
      throw new NoSuchResult(result);
    });
    const object = normalise(answer) as { id: string };
    const differs = differences(intent.operation, intent.params, { ...object });
    if (differs.length > 0) throw new ResultDiffers(result, differs);
    return { object, answered: answeredAt(answer) };
  }
}
