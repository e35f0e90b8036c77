import { Global, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { JobController } from './job.controller.js';
import { JobRunner } from './job-runner.js';
import { JobMetrics } from './job-metrics.js';
import { JobRuns } from './job-runs.js';
import { Jobs } from './jobs.js';
import { Loops } from './loops.js';
import { RequestedJobs } from './requested-jobs.js';
import { SlotProofs } from './slot-proofs.js';
import { Slots } from './slots.js';

@Global()
@Module({
  imports: [ScheduleModule.forRoot()],
  controllers: [JobController],
  providers: [Jobs, Loops, RequestedJobs, Slots, SlotProofs, JobMetrics, JobRuns, JobRunner],
  exports: [Jobs, Loops, RequestedJobs, Slots, JobRunner],
})
export class JobsModule {
  constructor(loops: Loops, requested: RequestedJobs) {
    loops.everySecond('the requested jobs', 'inward', () => requested.drain());
  }
}
