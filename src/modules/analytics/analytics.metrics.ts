import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Gauge, register } from 'prom-client';
import { Figures } from './figures.service.js';

const GAUGES = {
  revenue_total_dollars: { metric: 'total_revenue', help: 'Net revenue to date, in major units of the currency.' },
  subscription_mrr_dollars: { metric: 'mrr', help: 'Monthly recurring revenue under the policy in force.' },
} as const;

/** The business's own gauges, computed when they are looked at. The registry is the process's, the figures are the app's. */
@Injectable()
export class AnalyticsMetrics implements OnModuleInit, OnModuleDestroy {
  private static current: AnalyticsMetrics | undefined;
  private readonly log = new Logger('analytics');

  constructor(private readonly figures: Figures) {}

  onModuleInit(): void {
    AnalyticsMetrics.current = this;
    for (const [name, { metric, help }] of Object.entries(GAUGES)) {
      if (register.getSingleMetric(name)) continue;
      new Gauge({
        name,
        help,
        labelNames: ['currency'],
        async collect() {
          await AnalyticsMetrics.current?.sample(this, metric);
        },
      });
    }
  }

  onModuleDestroy(): void {
    if (AnalyticsMetrics.current === this) AnalyticsMetrics.current = undefined;
  }

  /** A figure that is not known gives no sample; a database that is away spoils no other metric. */
  async sample(gauge: Gauge<'currency'>, metric: string): Promise<void> {
    gauge.reset();
    try {
      const { value, currency } = await this.figures.figure(metric, {});
      if (value !== null && currency !== null) gauge.set({ currency }, value);
    } catch (error) {
      this.log.warn(`${metric} could not be sampled: ${String(error)}`);
    }
  }
}
