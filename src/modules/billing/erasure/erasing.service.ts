import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock, hours } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/id.js';
import { acting } from '../../../platform/events/act.js';
import { Loops } from '../../../platform/jobs/loops.js';
import { RunningRequests, type RunningErasure } from '../../customers/index.js';
import { Redactions } from '../../webhooks/index.js';
import type { Obstacle } from './obstacles.service.js';
import { ProviderDeletion } from './provider-deletion.service.js';

const LOOK_AGAIN = hours(1);

/** What billing and the inbox hold of a person who is being forgotten, taken away step by step; each step may be done twice. */
@Injectable()
export class Erasing implements OnModuleInit {
  private readonly log = new Logger('erasure');

  constructor(
    private readonly requests: RunningRequests,
    private readonly redactions: Redactions,
    private readonly deletion: ProviderDeletion,
    private readonly clock: Clock,
    private readonly loops: Loops,
  ) {}

  onModuleInit(): void {
    this.loops.everySecond('erasure', 'inward', () => this.drain());
  }

  /** @returns how many began or came to their end */
  async drain(): Promise<number> {
    let steps = 0;
    for (const request of await this.requests.due()) {
      const act = { correlationId: newId(this.clock.wall()), actor: 'engine' };
      if (await acting(act, () => this.goOn(request).catch((error: unknown) => this.putOff(request, error))))
        steps += 1;
    }
    return steps;
  }

  private async goOn({ id, customerId, personId }: RunningErasure): Promise<boolean> {
    const isNew = await this.redactions.ask(personId);
    const obstacle = await this.deletion.obstacle(customerId);
    if (obstacle) {
      await this.wait(id, obstacle);
      return isNew;
    }
    const provider = await this.deletion.remove(customerId);
    const { done, bodies, unopened } = await this.redactions.standing(personId);
    if (!done) return isNew;
    const calls = await this.deletion.redactCalls(customerId);
    await this.requests.done(id, [
      { part: 'webhooks', bodies, ...(unopened > 0 && { unopened }) },
      { part: 'billing', provider, calls },
    ]);
    return true;
  }

  /** Nobody else is forgotten later because of it. What the provider would not do now it is asked for again. */
  private async putOff({ id }: RunningErasure, error: unknown): Promise<boolean> {
    if (!(error instanceof DomainError))
      this.log.error({ msg: 'a person could not be forgotten', request: id }, String(error));
    await this.wait(id, error instanceof DomainError ? 'provider' : 'defect');
    return false;
  }

  private async wait(id: string, reason: Obstacle | 'provider' | 'defect'): Promise<void> {
    await this.requests.wait(id, reason, new Date(this.clock.wall().getTime() + LOOK_AGAIN));
  }
}
