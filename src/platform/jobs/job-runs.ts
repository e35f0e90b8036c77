import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/id.js';
import { acting } from '../events/act.js';
import { Defects } from '../ops/defects.js';
import { JobMetrics } from './job-metrics.js';
import { isDaily } from './job.js';
import { Jobs } from './jobs.js';
import { Slots } from './slots.js';

/** One run of a job: as the engine itself, counted, and never the end of the process. */
@Injectable()
export class JobRuns {
  private readonly log = new Logger('jobs');

  constructor(
    private readonly jobs: Jobs,
    private readonly slots: Slots,
    private readonly clock: Clock,
    private readonly defects: Defects,
    private readonly metrics: JobMetrics,
  ) {}

  async daily(): Promise<void> {
    await this.counted('daily', () => this.slots.drain());
  }

  /** @param dueAt when the queue took it */
  async one(name: string, dueAt: Date): Promise<void> {
    const job = this.jobs.find(name);
    if (!job || isDaily(job)) return;
    this.metrics.lag.set({ job: name }, Math.max(0, (this.clock.wall().getTime() - dueAt.getTime()) / 1000));
    await this.counted(name, () => job.run());
  }

  private async counted(job: string, run: () => Promise<unknown>): Promise<void> {
    const from = this.clock.wall().getTime();
    try {
      await acting({ correlationId: newId(this.clock.wall()), actor: 'engine' }, run);
      this.log.debug({ msg: 'job', job, outcome: 'done', duration_ms: this.clock.wall().getTime() - from });
    } catch (error) {
      this.metrics.failures.inc({ job });
      this.defects.report(error, { job });
    }
  }
}
