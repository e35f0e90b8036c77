import { Injectable } from '@nestjs/common';
import { may } from '../admin/policy.js';
import { IntentQueries } from '../modules/billing/index.js';
import { DeadLetters } from '../modules/webhooks/index.js';

/** Events or calls in a state that does not end by itself, and the list of the back office that has them. */
export interface Stuck {
  readonly kind: 'event' | 'call';
  readonly state: string;
  readonly count: number;
  readonly href: string;
}

/** The books balance over what has been booked; this is what has not. */
@Injectable()
export class Trouble {
  constructor(
    private readonly letters: DeadLetters,
    private readonly calls: IntentQueries,
  ) {}

  async seenBy(roles: readonly string[]): Promise<Stuck[]> {
    const [events, calls] = await Promise.all([
      may(roles, 'read', 'webhooks') ? this.events() : [],
      may(roles, 'read', 'payments') ? this.unended() : [],
    ]);
    return [...events, ...calls];
  }

  private async events(): Promise<Stuck[]> {
    const count = await this.letters.undecided();
    if (count === 0) return [];
    return [{ kind: 'event', state: 'dead', count, href: '/admin/resources/webhooks_inbox?filters.status=dead' }];
  }

  private async unended(): Promise<Stuck[]> {
    const found = await this.calls.overdue();
    return found.map(({ state, count }) => {
      return { kind: 'call', state, count, href: `/admin/resources/billing_intent?filters.state=${state}` };
    });
  }
}
