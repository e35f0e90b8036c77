import { Injectable } from '@nestjs/common';
import { Clock, hours, minutes, seconds } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { instantOf } from '../../../kernel/id.js';
import {
  StripeClient,
  answeredAt,
  declineOf,
  declinedObject,
  normalise,
  refusalOf,
  whole,
} from '../../../integrations/stripe/index.js';
import { Database } from '../../../platform/database/database.js';
import { failpoint } from '../../../platform/ops/failpoints.js';
import { Answers, type Answer } from './answers.service.js';
import { CustomerTurns } from './customer-turns.service.js';
import { Holds } from './holds.service.js';
import { KEY_TRUSTED, SURELY_OVER } from './horizon.js';
import type { Intent } from './intent.entity.js';
import { CallHeld, CallNotSettled, CallOvertaken } from './intent.errors.js';
import { doneAs, lookUp, type Found } from './look-up.js';
import { operation } from './operations.js';

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
    private readonly holds: Holds,
  ) {}

  /**
   * Read again once its turn has come: it may have ended while this waited.
   * @throws what the provider refused; CallNotSettled while it is away or cannot tell
   */
  async make(intent: Intent): Promise<Intent> {
    Database.outside('a provider call');
    return this.turns.take(intent, async () => {
      const current = await this.answers.standing(intent);
      if (current.isSettled) return this.answers.outcome(current);
      const age = current.ageAt(this.clock.now());
      return age > KEY_TRUSTED ? this.look(current, age) : this.send(current);
    });
  }

  private async send(intent: Intent): Promise<Intent> {
    if (await this.holds.isHeld(intent)) return this.heldBack(intent);
    const lease = this.in(Math.max(minutes(1), waitAfter(intent.attempts, 0)));
    if (!(await this.answers.sent(intent, lease))) return this.answers.outcome(intent);
    failpoint('intent.before-call');
    const { operation: name, params, sendingKey: idempotencyKey } = intent;
    let answer: object;
    try {
      // Of an invoice the first ten lines are no answer yet: cut off here, the same call is answered alike.
      answer = await whole(this.stripe.sdk, await operation(name)(this.stripe.sdk, params, { idempotencyKey }));
    } catch (error) {
      return this.refused(intent, error);
    }
    failpoint('intent.after-call');
    // Not guarded: what we fail to fold was done all the same, and the same call will be answered alike.
    return this.adopt(intent, answer);
  }

  private async heldBack(intent: Intent): Promise<never> {
    await this.answers.held(intent, this.in(minutes(1)));
    throw new CallHeld(intent.subject);
  }

  /** Nothing is sent again that may have been done: what is found is adopted, what is surely absent becomes a new call. */
  private async look(intent: Intent, age: number): Promise<Intent> {
    // Moved on before the look, and further the older it is: what cannot be looked for must not be looked for on and on.
    await this.answers.delayed(intent, this.in(Math.min(LOOK_AGAIN, Math.max(minutes(1), (age - KEY_TRUSTED) / 4))));
    const found = await this.found(intent);
    if (found.kind === 'found') return this.adopt(intent, found.object);
    if (found.kind === 'overtaken') return this.overtaken(intent, found);
    if (found.kind === 'unsure') return this.unknown(intent, LOOK_AGAIN);
    if (age < SURELY_OVER) return this.unknown(intent, SURELY_OVER - age);
    return (await this.answers.begunAnew(intent)) ? this.send(intent) : this.answers.outcome(intent);
  }

  private async found(intent: Intent): Promise<Found> {
    const { id, operation: name, params, sendingKey: key } = intent;
    const cutOff = { operation: name, params, key, from: instantOf(id), now: this.clock.now() };
    try {
      const found = await lookUp(this.stripe.sdk, cutOff);
      return 'object' in found ? { ...found, object: await whole(this.stripe.sdk, found.object) } : found;
    } catch (error) {
      return unseen(intent, error);
    }
  }

  /** The provider keeps no keys of deletions: what one of them ended is not there for the same call again. */
  private async endedBefore(intent: Intent, { facts }: DomainError): Promise<object | undefined> {
    if (facts['reason'] !== 'not-found' || !doneAs(intent.operation)) return undefined;
    const found = await this.found(intent);
    return found.kind === 'found' ? found.object : undefined;
  }

  private async overtaken(intent: Intent, { object, status }: Extract<Found, { kind: 'overtaken' }>): Promise<Intent> {
    return this.ended(intent, new CallOvertaken(intent.subject, status), answerOf(object));
  }

  /** A declined payment is found like any other, and is none: what was refused then is refused now. */
  private async adopt(intent: Intent, found: object): Promise<Intent> {
    const answer = answerOf(found);
    const decline = declineOf(answer.object);
    if (decline) return this.ended(intent, decline, answer);
    return (await this.answers.succeeded(intent, answer)) ? intent : this.answers.outcome(intent);
  }

  private async refused(intent: Intent, error: unknown): Promise<Intent> {
    const refusal = error instanceof DomainError ? error : refusalOf(error);
    if (!refusal) throw error;
    if (refusal.kind !== 'unavailable') {
      const done = await this.endedBefore(intent, refusal);
      if (done) return this.adopt(intent, done);
      const object = declinedObject(error);
      return this.ended(intent, refusal, object && { object, answered: answeredAt(error) });
    }
    await this.answers.delayed(intent, this.in(waitAfter(intent.attempts, Math.random())));
    throw new CallNotSettled(intent.subject);
  }

  private async ended(intent: Intent, refusal: DomainError, answer?: Answer): Promise<Intent> {
    if (await this.answers.refused(intent, refusal, answer)) throw refusal;
    return this.answers.outcome(intent);
  }

  private async unknown(intent: Intent, wait: number): Promise<Intent> {
    return (await this.answers.unknown(intent, this.in(wait))) ? intent : this.answers.outcome(intent);
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

function answerOf(found: object): Answer {
  return { object: normalise(found) as { id: string }, answered: answeredAt(found) };
}

/** Where it would be is gone, with its customer perhaps: a person has to look. */
function unseen({ subject }: Intent, error: unknown): Found {
  const refusal = error instanceof DomainError ? error : refusalOf(error);
  if (!refusal) throw error;
  if (refusal.kind === 'unavailable') throw new CallNotSettled(subject);
  return { kind: 'unsure' };
}
