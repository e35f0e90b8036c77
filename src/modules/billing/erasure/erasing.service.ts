import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, hours } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { acting } from '../../../platform/events/act.js';
import { Loops } from '../../../platform/jobs/loops.js';
import { RunningRequests, type RunningErasure } from '../../customers/index.js';
import { Redactions } from '../../webhooks/index.js';
import { ProviderDeletion } from './provider-deletion.service.js';

const LOOK_AGAIN = hours(1);

/** What billing and the inbox hold of a person who is being forgotten, taken away step by step; each step may be done twice. */
@Injectable()
export class Erasing implements OnModuleInit {
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
      if (await acting(act, () => this.goOn(request))) steps += 1;
    }
    return steps;
  }

  private async goOn({ id, customerId, personId }: RunningErasure): Promise<boolean> {
    const isNew = await this.redactions.ask(personId);
    const obstacle = await this.deletion.obstacle(customerId);
    if (obstacle) {
      await this.requests.wait(id, obstacle, new Date(this.clock.wall().getTime() + LOOK_AGAIN));
      return isNew;
    }
    const provider = await this.deletion.remove(customerId);
    const { done, bodies } = await this.redactions.standing(personId);
    if (!done) return isNew;
    const calls = await this.deletion.redactCalls(customerId);
    await this.requests.done(id, [
      { part: 'webhooks', bodies },
      { part: 'billing', provider, calls },
    ]);
    return true;
  }
}
