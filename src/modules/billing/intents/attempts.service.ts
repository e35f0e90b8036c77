import { Injectable } from '@nestjs/common';
import { Clock, hours, minutes, seconds } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { instantOf } from '../../../kernel/id.js';
import { StripeClient, normalise, refusalOf } from '../../../integrations/stripe/index.js';
import { Database } from '../../../platform/database/database.js';
import { failpoint } from '../../../platform/ops/failpoints.js';
import { Answers } from './answers.service.js';
import { CustomerTurns } from './customer-turns.service.js';
import type { Intent } from './intent.entity.js';
import { CallNotSettled } from './intent.errors.js';
import { lookUp, type Found } from './look-up.js';
import { operation } from './operations.js';

/** The provider keeps a key for 24 hours; an hour before that we stop trusting it. */
const KEY_TRUSTED = hours(23);
/** By now nothing that was sent under the key can still be on its way. */
const SURELY_OVER = hours(25);
/** What could not be found out is looked for again. */
const LOOK_AGAIN = hours(1);

/** One attempt at bringing a call to its end: made under its key while the provider keeps that, looked for afterwards. */
@Injectable()
export class Attempts {
  constructor(
    private readonly clock: Clock,
    private readonly stripe: StripeClient,
    private readonly answers: Answers,
    private readonly turns: CustomerTurns,
  ) {}

  /** @throws what the provider refused; CallNotSettled while it is away or cannot tell */
  async make(intent: Intent): Promise<Intent> {
    const age = this.clock.wall().getTime() - (intent.sentAt ?? this.clock.wall()).getTime();
    return age > KEY_TRUSTED ? this.look(intent, age) : this.send(intent);
  }

  private async send(intent: Intent): Promise<Intent> {
    Database.outside('a provider call');
    const answer = await this.turns.take(intent, () => this.called(intent));
    failpoint('intent.after-call');
    // Not guarded: what we fail to fold was done all the same, and the same call will be answered alike.
    return this.answers.succeeded(intent, normalise(answer) as { id: string });
  }

  private async called(intent: Intent): Promise<object> {
    await this.answers.sent(intent, this.in(minutes(1)));
    failpoint('intent.before-call');
    const { operation: name, params, sendingKey: idempotencyKey } = intent;
    return operation(name)(this.stripe.sdk, params, { idempotencyKey }).catch((error: unknown) =>
      this.refused(intent, error),
    );
  }

  /** Nothing is sent again that may have been done: what is found is adopted, what is surely absent becomes a new call. */
  private async look(intent: Intent, age: number): Promise<Intent> {
    Database.outside('a provider call');
    const { id, operation: name, params, sendingKey: key } = intent;
    const cutOff = { operation: name, params, key, from: instantOf(id) };
    const found = await lookUp(this.stripe.sdk, cutOff).catch((error: unknown) => this.unseen(intent, error));
    if (found.kind === 'found') return this.answers.succeeded(intent, normalise(found.object) as { id: string });
    if (found.kind === 'unsure') return this.answers.unknown(intent, this.in(LOOK_AGAIN));
    if (age < SURELY_OVER) return this.answers.unknown(intent, this.in(SURELY_OVER - age));
    return this.send(await this.answers.begunAnew(intent));
  }

  private async refused(intent: Intent, error: unknown): Promise<never> {
    const refusal = error instanceof DomainError ? error : refusalOf(error);
    if (!refusal || refusal.kind === 'unavailable') return this.unanswered(intent, error);
    await this.answers.refused(intent, refusal, error);
    throw refusal;
  }

  /** Where it would be is gone, with its customer perhaps: a person has to look. */
  private async unseen(intent: Intent, error: unknown): Promise<Found> {
    const refusal = refusalOf(error);
    return refusal && refusal.kind !== 'unavailable' ? { kind: 'unsure' } : this.unanswered(intent, error);
  }

  private async unanswered(intent: Intent, error: unknown): Promise<never> {
    if (refusalOf(error)?.kind !== 'unavailable') throw error;
    await this.answers.delayed(intent, this.in(waitAfter(intent.attempts, Math.random())));
    throw new CallNotSettled(intent.subject);
  }

  private in(milliseconds: number): Date {
    return new Date(this.clock.wall().getTime() + milliseconds);
  }
}

/**
 * A second, then twice as long each time, up to ten minutes; up to half of it left out, so that those who failed
 * together do not come back together.
 * @param chance from 0 to 1
 */
export function waitAfter(attempts: number, chance: number): number {
  return Math.min(minutes(10), seconds(1) * 2 ** Math.max(0, attempts - 1)) * (1 - chance / 2);
}
