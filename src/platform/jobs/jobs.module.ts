import { Global, Module } from '@nestjs/common';
import { JobRunner } from './job-runner.js';
import { JobMetrics, JobRuns } from './job-runs.js';
import { Jobs } from './jobs.js';
import { Slots } from './slots.js';

@Global()
@Module({
  providers: [Jobs, Slots, JobMetrics, JobRuns, JobRunner],
  exports: [Jobs, Slots, JobRunner],
})
export class JobsModule {}
