import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { DomainError } from '../../../kernel/domain-error.js';
import { declinedObject } from '../../../integrations/stripe/index.js';
import { Database } from '../../../platform/database/database.js';
import { failpoint } from '../../../platform/ops/failpoints.js';
import { Inbox, keyOf } from '../../webhooks/index.js';
import { freeReservation } from '../payments/refund-reservation.js';
import { eventsOf } from './answers.js';
import { Intent } from './intent.entity.js';

/** What became of a call, written in the transaction that folds the provider's answer. */
@Injectable()
export class Answers {
  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly clock: Clock,
  ) {}

  async sent(intent: Intent, nextAt: Date): Promise<void> {
    const { sentAt, attempts } = intent;
    await this.change(intent, { state: 'sent', sentAt: sentAt ?? this.clock.wall(), attempts: attempts + 1, nextAt });
  }

  async succeeded(intent: Intent, answer: { readonly id: string }): Promise<Intent> {
    const settled = await this.database.transaction(async () => {
      await this.fold(answer, intent);
      const change = await this.change(intent, { state: 'succeeded', resultRef: answer.id, nextAt: null, error: null });
      failpoint('intent.before-result');
      return change;
    });
    failpoint('intent.after-fold');
    return settled;
  }

  /** Final: the provider will say the same again. A declined card still left an object, and that is folded. */
  async refused(intent: Intent, refusal: DomainError, error: unknown): Promise<void> {
    const { kind, code, message, facts } = refusal;
    const object = declinedObject(error);
    await this.database.transaction(async () => {
      if (object) await this.fold(object, intent);
      if (intent.operation === 'refund.create') await freeReservation(this.database, subjectId(intent), code);
      await this.change(intent, {
        state: 'failed',
        nextAt: null,
        resultRef: object?.id ?? null,
        error: { code, message, facts: { ...facts, kind } },
      });
    });
  }

  /** Nobody can say yet what became of it. */
  async unknown(intent: Intent, nextAt: Date): Promise<Intent> {
    return this.change(intent, { state: 'unknown', nextAt });
  }

  /** The provider is away or asks for patience. */
  async delayed(intent: Intent, nextAt: Date): Promise<void> {
    await this.change(intent, { nextAt });
  }

  /** It surely came to nothing: the next generation is a call of its own. Whoever finds that at the same time makes the same one. */
  async begunAnew(intent: Intent): Promise<Intent> {
    return this.change(intent, { state: 'planned', generation: intent.generation + 1, sentAt: null });
  }

  /** The same fold the webhook of it will meet later: that one changes nothing then. */
  private async fold(answer: object, { id }: Intent): Promise<void> {
    const events = eventsOf(answer, id, this.clock.now());
    const keys = [...new Set(events.map(({ body }) => keyOf(body.data.object)))].filter((key) => key !== undefined);
    await this.database.hold(...keys);
    await this.inbox.record(events.map((event) => ({ source: 'api' as const, ...event })));
    await this.inbox.foldNow(keys);
  }

  private async change(intent: Intent, to: Partial<Intent>): Promise<Intent> {
    await this.database.transaction(async (em) => void (await em.nativeUpdate(Intent, intent.id, to)));
    return Object.assign(intent, to);
  }
}

/** Our id in `refund:<id>`. */
function subjectId({ subject }: Intent): string {
  return subject.slice(subject.indexOf(':') + 1);
}
