import { Injectable } from '@nestjs/common';
import { may } from '../admin/policy.js';
import { IntentQueries } from '../modules/billing/index.js';
import { DeadLetters, Endpoints } from '../modules/webhooks/index.js';

/** What is in a state that does not end by itself, and the list of the back office that has it. */
export interface Stuck {
  readonly kind: 'event' | 'call' | 'endpoint';
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
    private readonly endpoints: Endpoints,
  ) {}

  async seenBy(roles: readonly string[]): Promise<Stuck[]> {
    const [mayWebhooks, mayPayments] = [may(roles, 'read', 'webhooks'), may(roles, 'read', 'payments')];
    const [events, calls, unreached] = await Promise.all([
      mayWebhooks ? this.events() : [],
      mayPayments ? this.unended() : [],
      mayWebhooks ? this.unreached() : [],
    ]);
    return [...events, ...calls, ...unreached];
  }

  private async events(): Promise<Stuck[]> {
    const count = await this.letters.undecided();
    if (count === 0) return [];
    return [{ kind: 'event', state: 'dead', count, href: '/admin/resources/webhooks_inbox?filters.status=dead' }];
  }

  private async unreached(): Promise<Stuck[]> {
    const found = await this.endpoints.troubled();
    return found.map(({ state, count }) => {
      const status = state === 'disabled' ? 'disabled' : 'enabled';
      return { kind: 'endpoint', state, count, href: `/admin/resources/webhooks_endpoint?filters.status=${status}` };
    });
  }

  private async unended(): Promise<Stuck[]> {
    const found = await this.calls.overdue();
    return found.map(({ state, count }) => {
      return { kind: 'call', state, count, href: `/admin/resources/billing_intent?filters.state=${state}` };
    });
  }
}
