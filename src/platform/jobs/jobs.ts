import { Injectable } from '@nestjs/common';
import { isDaily, type DailyJob, type Job, type RepeatedJob } from './job.js';

/** What is done by itself. Modules register at start; the worker runs it. */
@Injectable()
export class Jobs {
  private readonly byName = new Map<string, Job>();

  register(job: Job): void {
    if (this.byName.has(job.name)) throw new Error(`Two jobs are called ${job.name}.`);
    this.byName.set(job.name, job);
  }

  find(name: string): Job | undefined {
    return this.byName.get(name);
  }

  daily(): readonly DailyJob[] {
    return [...this.byName.values()].filter(isDaily);
  }

  repeated(): readonly RepeatedJob[] {
    return [...this.byName.values()].filter((job): job is RepeatedJob => !isDaily(job));
  }
}
