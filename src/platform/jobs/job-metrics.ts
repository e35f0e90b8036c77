import { Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Counter, Gauge } from 'prom-client';

/** What is measured of jobs. */
@Injectable()
export class JobMetrics {
  constructor(
    @InjectMetric('revenue_jobs_failures_total') readonly failures: Counter<string>,
    @InjectMetric('revenue_jobs_lag_seconds') readonly lag: Gauge<string>,
  ) {}
}
