import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock, hours, minutes, seconds } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { derivedId, newId } from '../../../kernel/id.js';
import { StripeClient, normalise, refusalOf } from '../../../integrations/stripe/index.js';
import { Database } from '../../../platform/database/database.js';
import { currentAct } from '../../../platform/events/act.js';
import { canonicalJson } from '../../../platform/http/canonical-json.js';
import { Answers } from './answers.service.js';
import { Intent } from './intent.entity.js';
import { CallDiffers, CallNotSettled } from './intent.errors.js';
import { operation, type OperationName } from './operations.js';

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
}

/** The provider keeps a key for 24 hours; an hour before that we stop trusting it. */
const KEY_TRUSTED = hours(23);

/** Calls that change something at the provider. Three steps: the intent is committed, the call is made, the answer is folded. */
@Injectable()
export class ProviderCalls {
  private readonly log = new Logger('provider');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly stripe: StripeClient,
    private readonly answers: Answers,
  ) {}

  /**
   * Makes the call, or finds out how the same call ended.
   * @throws CallDiffers, what the provider refused, or that it is away
   */
  async perform(call: Call): Promise<Intent> {
    const intent = await this.plan(call);
    const made = intent.state === 'succeeded' ? intent : await this.send(intent);
    if (made.state === 'unknown') throw new CallNotSettled(made.subject);
    return made;
  }

  /** Makes calls again that were cut off: the same key, so that the provider sees the same call. */
  async settle(limit = 20): Promise<number> {
    const due = await this.database.em.find(
      Intent,
      { state: { $in: ['planned', 'sent'] }, nextAt: { $lte: this.clock.wall() } },
      { orderBy: { nextAt: 'asc' }, limit },
    );
    for (const intent of due) await this.send(intent).catch((error: unknown) => this.failed(intent, error));
    return due.length;
  }

  /** An outcome of the past is repeated: a call that was refused is refused again with the same words. */
  private async plan({ operation: name, subject, params, asked = params, target = '1' }: Call): Promise<Intent> {
    const key = `re_${subject}_${name}_${target}`;
    const paramsHash = createHash('sha256').update(canonicalJson(asked)).digest('hex');
    return this.database.transaction(async (em) => {
      await this.database.hold(`intent:${key}`);
      const known = await em.findOne(Intent, { idempotencyKey: key });
      if (known && known.paramsHash !== paramsHash) throw new CallDiffers(subject);
      if (known?.state === 'failed' && known.error) throw new CallRefused(known.error);
      if (known) return known;

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
        plannedAt: this.clock.wall(),
        nextAt: later(this.clock.wall(), minutes(1)),
        correlationId: currentAct()?.correlationId ?? newId(this.clock.now()),
      });
      await em.flush();
      return intent;
    });
  }

  private async send(intent: Intent): Promise<Intent> {
    if (this.clock.wall().getTime() - intent.plannedAt.getTime() > KEY_TRUSTED) return this.answers.unknown(intent);
    await this.answers.sent(intent, later(this.clock.wall(), waitAfter(intent.attempts)));
    Database.outside('a provider call');
    const answer = await operation(intent.operation)(this.stripe.sdk, intent.params, {
      idempotencyKey: intent.idempotencyKey,
    }).catch((error: unknown) => this.refused(intent, error));
    // Not guarded: what we fail to fold was done all the same, and the same call will be answered alike.
    return this.answers.succeeded(intent, normalise(answer) as { id: string });
  }

  private async refused(intent: Intent, error: unknown): Promise<never> {
    const refusal = error instanceof DomainError ? error : refusalOf(error);
    if (!refusal) throw error;
    if (refusal.kind === 'unavailable') throw new CallNotSettled(intent.subject);
    await this.answers.refused(intent, refusal, error);
    throw refusal;
  }

  /** Refusals stand on the intent, and whoever is away comes back; anything else is a defect of ours. */
  private failed({ id }: Intent, error: unknown): void {
    if (error instanceof DomainError) return;
    this.log.error({ msg: 'a call could not be settled', intent: id }, String(error));
  }
}

class CallRefused extends DomainError {
  readonly kind: DomainError['kind'];
  readonly code: string;

  constructor({ code, message, facts }: NonNullable<Intent['error']>) {
    const { kind, ...rest } = facts;
    super(message, rest);
    this.kind = kind as DomainError['kind'];
    this.code = code;
  }
}

function waitAfter(attempts: number): number {
  return Math.min(minutes(10), seconds(60) * 2 ** attempts);
}

function later(at: Date, milliseconds: number): Date {
  return new Date(at.getTime() + milliseconds);
}
