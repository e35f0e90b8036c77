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

  /** @returns how many calls were due */
  async settle(limit = 20): Promise<number> {
    const due = await this.database.em.find(
      Intent,
      { state: { $in: ['planned', 'sent', 'unknown'] }, nextAt: { $lte: this.clock.wall() } },
      { orderBy: { nextAt: 'asc' }, limit },
    );
    for (const intent of due) await this.attempts.make(intent).catch((error: unknown) => this.failed(intent, error));
    return due.length;
  }

  /** Refusals stand on the intent, and whoever is away comes back; anything else is a defect of ours. */
  private failed({ id }: Intent, error: unknown): void {
    if (error instanceof DomainError) return;
    this.log.error({ msg: 'a call could not be settled', intent: id }, String(error));
  }
}
