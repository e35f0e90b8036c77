import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { RequestedJobs } from '../../../platform/jobs/requested-jobs.js';
import { around } from './around.js';
import { RECONCILE } from './reconciliation.job.js';

/** Asks for events that are known to be missing sooner than the hourly inventory comes to them. */
@Injectable()
export class MissedEvents {
  constructor(
    private readonly jobs: RequestedJobs,
    private readonly clock: Clock,
  ) {}

  /** Has the provider's list of events read around these instants, once the transaction at hand has committed. */
  async lookAround(instants: readonly Date[]): Promise<void> {
    for (const { from, until } of around(instants, this.clock.now())) {
      const window = { from: from.toISOString(), until: until.toISOString() };
      await this.jobs.request(RECONCILE, 'billing:write', { layers: ['events'], ...window });
    }
  }
}
