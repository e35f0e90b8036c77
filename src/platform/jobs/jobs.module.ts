import { Global, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { JobRunner } from './job-runner.js';
import { JobMetrics } from './job-metrics.js';
import { JobRuns } from './job-runs.js';
import { Jobs } from './jobs.js';
import { Loops } from './loops.js';
import { Slots } from './slots.js';

@Global()
@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [Jobs, Loops, Slots, JobMetrics, JobRuns, JobRunner],
  exports: [Jobs, Loops, Slots, JobRunner],
})
export class JobsModule {}
