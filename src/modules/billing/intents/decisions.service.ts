import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { currentAct } from '../../../platform/events/act.js';
import { Outbox } from '../../../platform/events/outbox.js';
import { StripeClient, answeredAt, normalise, refusalOf } from '../../../integrations/stripe/index.js';
import { Answers } from './answers.service.js';
import { CallCameToNothing, IntentNotFound, NoSuchResult, NotUnknown } from './decision.errors.js';
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

  /** What is said to have happened is looked at first. @throws IntentNotFound, NotUnknown, NoSuchResult */
  async decide(id: string, decision: Decision): Promise<void> {
    Database.outside('a provider call');
    const intent = isId(id) ? await this.database.em.findOne(Intent, id) : null;
    if (!intent) throw new IntentNotFound(id);
    if (intent.state !== 'unknown') throw new NotUnknown(intent.state);
    const { result } = decision;
    const found = result === null ? undefined : await this.found(intent, result);

    await this.database.transaction(async (em) => {
      const isIts = found
        ? await this.answers.succeeded(intent, found)
        : await this.answers.refused(intent, new CallCameToNothing(intent.subject));
      if (!isIts) throw new NotUnknown((await this.answers.standing(intent)).state);
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

  private async found(intent: Intent, result: string) {
    const answer = await resultOf(this.stripe.sdk, intent.operation, result).catch((error: unknown) => {
      const refusal = refusalOf(error);
      if (!refusal || refusal.kind === 'unavailable') throw refusal ?? error;
      throw new NoSuchResult(result);
    });
    const object = normalise(answer) as { id: string; metadata?: Readonly<Record<string, string>> | null };
    const [ours, theirs] = [intent.params['metadata'] as Record<string, string> | undefined, object.metadata];
    if (ours?.['re_id'] !== undefined && theirs?.['re_id'] !== undefined && ours['re_id'] !== theirs['re_id'])
      throw new NoSuchResult(result);
    return { object, answered: answeredAt(answer) };
  }
}
