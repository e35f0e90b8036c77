import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { Database } from '../../../platform/database/database.js';
import { Attempts } from './attempts.service.js';
import { Intent } from './intent.entity.js';

/** Brings to an end what was cut off and nobody asks for again. */
@Injectable()
export class Janitor {
  private readonly log = new Logger('provider');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly attempts: Attempts,
  ) {}

  /**
   * Of each noun only the oldest call: made before it, a later one would be undone by it.
   * @returns how many were dealt with; what failed through a defect of ours comes again when its lease is over
   */
  async settle(stop?: AbortSignal, limit = 20): Promise<number> {
    const due = await this.database.query<{ id: string }>(DUE, [this.clock.wall(), limit]);
    let dealtWith = 0;
    for (const { id } of due) {
      if (stop?.aborted) break;
      const intent = await this.database.em.findOneOrFail(Intent, id);
      if (
        await this.attempts.make(intent).then(
          () => true,
          (error: unknown) => this.wasRefused(intent, error),
        )
      )
        dealtWith += 1;
    }
    return dealtWith;
  }

  /** Refusals stand on the intent, and whoever is away comes back; anything else is a defect of ours. */
  private wasRefused({ id }: Intent, error: unknown): boolean {
    if (error instanceof DomainError) return true;
    this.log.error({ msg: 'a call could not be settled', intent: id }, String(error));
    return false;
  }
}

const DUE = `
  select id from billing_intent due
  where state in ('planned', 'sent', 'unknown') and next_at <= $1 and not exists (
    select from billing_intent before
    where before.subject = due.subject and before.planned_at < due.planned_at
      and before.state in ('planned', 'sent', 'unknown'))
  order by next_at limit $2`;
