import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error.js';
import { Database } from '../../../platform/database/database.js';
import { ProviderLinks } from '../../customers/index.js';
import { ProviderCalls } from '../intents/provider-calls.service.js';
import { Obstacles, THEIR_CALLS, type Obstacle } from './obstacles.service.js';
import { impersonal } from './personal-fields.js';
import { PersonalBodies } from './personal-bodies.js';

/** Has the provider forget a person too, and takes them out of the calls that were made about them. */
@Injectable()
export class ProviderDeletion {
  constructor(
    private readonly database: Database,
    private readonly links: ProviderLinks,
    private readonly calls: ProviderCalls,
    private readonly personal: PersonalBodies,
    private readonly obstacles: Obstacles,
  ) {}

  obstacle(customerId: string): Promise<Obstacle | undefined> {
    return this.obstacles.of(customerId);
  }

  /** Refused, it is another call the next time: whatever stood in the way may have gone. @returns what became of it there */
  async remove(customerId: string): Promise<'deleted' | 'not_there'> {
    const { providerId } = await this.links.accountOf(customerId, 'stripe', 'self');
    if (providerId !== null) {
      const call = {
        operation: 'customer.delete',
        subject: subjectOf(customerId),
        params: { id: providerId },
        target: String(1 + (await this.refusals(customerId))),
      } as const;
      await this.calls.perform(call).catch(unlessGone);
    }
    return (await this.links.namesOf(customerId, 'stripe')).length > 0 ? 'deleted' : 'not_there';
  }

  private async refusals(customerId: string): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(REFUSALS, [subjectOf(customerId)]);
    return row?.count ?? 0;
  }

  /** Calls that have their end are never sent again; what they carried is not needed to the letter any more. */
  async redactCalls(customerId: string): Promise<number> {
    const theirs = await this.personal.theirs();
    return this.database.transaction(async () => {
      const rows = await this.database.query<{ id: string; params: Record<string, unknown> }>(CALLS, [
        customerId,
        await this.links.namesOf(customerId, 'stripe'),
      ]);
      const changed = rows.flatMap(({ id, params }) => {
        const left = JSON.stringify(impersonal({ object: 'customer', ...params }, theirs));
        return left === JSON.stringify({ object: 'customer', ...params }) ? [] : [{ id, left }];
      });
      for (const { id, left } of changed)
        await this.database.query(`update billing_intent set params = ($2::jsonb - 'object')::json where id = $1`, [
          id,
          left,
        ]);
      return changed.length;
    });
  }
}

/** A deletion that was cut off and is made again finds nobody: the provider keeps no keys of deletions. */
function unlessGone(error: unknown): void {
  if (!(error instanceof DomainError && error.facts['reason'] === GONE)) throw error;
}

function subjectOf(customerId: string): string {
  return `customer:${customerId}`;
}

const GONE = 'not-found';

const REFUSALS = `
  select count(*)::int as count from billing_intent where subject = $1 and operation = 'customer.delete'
    and state = 'failed' and error -> 'facts' ->> 'reason' is distinct from '${GONE}'`;

const CALLS = `select id, params from billing_intent where state in ('succeeded', 'failed') and ${THEIR_CALLS}`;
